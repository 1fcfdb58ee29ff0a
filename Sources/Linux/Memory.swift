internal import CLinux

/// For a program that does nearly everything on one thread, before it starts that: from now on all threads take their
/// memory from one pool. A thread's own pool grows page by page, with a system call each.
package func useOneMemoryPool() { clinux_use_one_memory_pool() }

/// The kernel gets back what was freed. By itself only the end of a pool goes back; what was freed between things that
/// still live waits to be used again. Nobody gets memory meanwhile: milliseconds for a hundred MiB.
package func giveBackFreeMemory() { clinux_give_back_free_memory() }
