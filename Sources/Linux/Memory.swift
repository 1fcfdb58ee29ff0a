internal import CLinux

/// For a program that does nearly everything on one thread, before it starts that: from now on all threads take their
/// memory from one pool. A thread's own pool grows page by page, with a system call each.
package func useOneMemoryPool() { clinux_use_one_memory_pool() }
