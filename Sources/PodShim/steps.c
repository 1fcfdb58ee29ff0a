// What a child does between clone and execve: one step after the other, as the runtime has listed them.
//
// A step is an operation and its arguments, and is little more than one system call. The order matters (mounts before
// the root changes, the filter before privileges are given up, …) and is the runtime's business: see
// Containers/Steps. The first step that fails ends the child; its number and errno go back over the status socket.
// When the program starts, the socket closes, and that says that all went well.
#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/mount.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { MOST_TREES = 512 };
static int trees[MOST_TREES];                    // mounts taken and not yet put
static int status_socket;
static char **environment;

static unsigned long number(const struct field *field) { return strtoul(field->bytes, NULL, 0); }
static const char *or_null(const struct field *field) { return field->length ? field->bytes : NULL; }

static int write_text(const char *path, const struct field *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t written = write(file, text->bytes, text->length);
    int saved = errno;
    close(file);
    errno = saved;
    return written < 0 ? -1 : 0;
}

static int make_folders(const char *path, mode_t mode, bool whole) {
    char copy[4096];
    if (strlen(path) >= sizeof copy) return errno = ENAMETOOLONG, -1;
    strcpy(copy, path);
    for (char *slash = copy + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        if (mkdir(copy, 0755) < 0 && errno != EEXIST) return -1;
        *slash = '/';
    }
    return whole && mkdir(copy, mode) < 0 && errno != EEXIST ? -1 : 0;
}

static int make_file(const char *path) {
    if (make_folders(path, 0755, false) < 0) return -1;
    if (access(path, F_OK) == 0) return 0;       // also a device, which opening might disturb
    int file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    return file < 0 ? -1 : close(file);
}

static int set_read_only(int folder, const char *path, unsigned flags) {
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
    return (int)syscall(SYS_mount_setattr, folder, path, flags, &attributes, sizeof attributes);
}

// MARK: the operations, in the order of a container's start

static int enter(struct field *a) {              // kind of namespace, path
    int namespace = open(a[1].bytes, O_RDONLY | O_CLOEXEC);
    return namespace < 0 ? -1 : setns(namespace, (int)number(&a[0]));
}

// A copy of the tree of mounts at a path, while that path can still be reached.
static int take_tree(struct field *a) {          // slot, path, with what is mounted below it
    unsigned long slot = number(&a[0]);
    if (slot >= MOST_TREES) return errno = ERANGE, -1;
    unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (number(&a[2]) ? AT_RECURSIVE : 0);
    trees[slot] = (int)syscall(SYS_open_tree, AT_FDCWD, a[1].bytes, flags);
    return trees[slot];
}

// The copy comes to its place in the new root: links on the way are the container's, and lead nowhere else.
static int put_tree(struct field *a) {           // slot, path, read-only, recursively
    int tree = trees[number(&a[0]) % MOST_TREES];
    struct stat status;
    if (fstat(tree, &status) < 0) return -1;
    int made = S_ISDIR(status.st_mode) ? make_folders(a[1].bytes, 0755, true) : make_file(a[1].bytes);
    if (made < 0) return -1;
    unsigned flags = AT_EMPTY_PATH | (number(&a[3]) ? AT_RECURSIVE : 0);
    if (number(&a[2]) && set_read_only(tree, "", flags) < 0) return -1;
    unsigned how = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS;
    return (int)syscall(SYS_move_mount, tree, "", AT_FDCWD, a[1].bytes, how);
}

static int mount_file_system(struct field *a) {  // source, target, type, flags, options
    return mount(a[0].bytes, a[1].bytes, or_null(&a[2]), number(&a[3]), or_null(&a[4]));
}

// The old root stays reachable as the working folder until `leave_old_root`.
static int change_root(struct field *a) {
    if (chdir(a[0].bytes) < 0) return -1;
    return (int)syscall(SYS_pivot_root, ".", ".");
}

static int leave_old_root(struct field *a) {
    (void)a;
    if (umount2(".", MNT_DETACH) < 0) return -1;
    return chdir("/");
}

static int make_folder(struct field *a) {        // path, mode
    if (make_folders(a[0].bytes, 0755, true) < 0) return -1;
    return number(&a[1]) ? chmod(a[0].bytes, number(&a[1])) : 0;
}

static int make_device(struct field *a) {        // path, mode, major, minor
    if (mknod(a[0].bytes, S_IFCHR | number(&a[1]), makedev(number(&a[2]), number(&a[3]))) < 0) return -1;
    return chmod(a[0].bytes, number(&a[1]));     // regardless of the umask
}

static int make_link(struct field *a) {          // target, path
    return symlink(a[0].bytes, a[1].bytes) < 0 && errno != EEXIST ? -1 : 0;
}

static int hide(struct field *a) {
    struct stat status;
    if (stat(a[0].bytes, &status) < 0) return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
    if (S_ISDIR(status.st_mode)) return mount("tmpfs", a[0].bytes, "tmpfs", MS_RDONLY, "size=0k");
    return mount("/dev/null", a[0].bytes, NULL, MS_BIND, NULL);
}

static int make_read_only(struct field *a) {
    if (access(a[0].bytes, F_OK) < 0) return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
    // A mount of its own first, unless it is the root.
    if (strcmp(a[0].bytes, "/") != 0 && mount(a[0].bytes, a[0].bytes, NULL, MS_BIND | MS_REC, NULL) < 0) return -1;
    return set_read_only(AT_FDCWD, a[0].bytes, 0);
}

static int filter_calls(struct field *a) {       // a program of seccomp's
    struct sock_fprog program = {a[0].length / sizeof(struct sock_filter), (void *)a[0].bytes};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

static int limit_capabilities(struct field *a) { // those that stay in the bounding set
    unsigned long kept = number(&a[0]);
    for (int capability = 0; capability < 64; capability++) {
        if (kept >> capability & 1) continue;
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0 && errno != EINVAL) return -1;
    }
    return 0;
}

static int become_user(struct field *a) {        // user, group, further groups as numbers of 4 bytes
    uid_t user = (uid_t)number(&a[0]);
    for (int i = 0; i < 3; i++) {
        // So that the user may open /dev/stdout, which is a pipe of root's. Not /dev/null.
        struct stat status;
        if (user == 0 || fstat(i, &status) < 0 || status.st_rdev == makedev(1, 3)) continue;
        if (fchown(i, user, (gid_t)-1) < 0) continue;
    }
    // An ordinary user's namespace forbids it, and has no groups to lose.
    if (setgroups(a[2].length / 4, (const gid_t *)(const void *)a[2].bytes) < 0 && (errno != EPERM || a[2].length))
        return -1;
    if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0) return -1;
    gid_t group = (gid_t)number(&a[1]);
    if (setresgid(group, group, group) < 0) return -1;
    return setresuid(user, user, user);
}

static int set_capabilities(struct field *a) {   // permitted and effective, ambient
    unsigned long effective = number(&a[0]), ambient = number(&a[1]);
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    for (int i = 0; i < 2; i++) {
        data[i].permitted = data[i].effective = (uint32_t)(effective >> (32 * i));
        data[i].inheritable = (uint32_t)(ambient >> (32 * i));
    }
    if (syscall(SYS_capset, &header, data) < 0) return -1;
    for (int capability = 0; capability < 64; capability++)
        if (ambient >> capability & 1 && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) < 0) return -1;
    return 0;
}

static int make_terminal(struct field *a) {
    (void)a;
    int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC), locked = 0;
    if (master < 0 || ioctl(master, TIOCSPTLCK, &locked) < 0) return -1;
    int terminal = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0 || send_with_descriptor(status_socket, "t", 1, master) < 0) return -1;
    if (ioctl(terminal, TIOCSCTTY, 0) < 0) return -1;
    for (int i = 0; i < 3; i++)
        if (dup2(terminal, i) < 0) return -1;
    return 0;
}

static int no_new_privileges(struct field *a) { (void)a; return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }
static int own_session(struct field *a) { (void)a; return setsid() < 0 ? -1 : 0; }
static int die_with_shim(struct field *a) { (void)a; return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }
static int leave_namespaces(struct field *a) { return unshare((int)number(&a[0])); }
static int write_control(struct field *a) { return write_text(a[0].bytes, &a[1]); }
static int write_if_allowed(struct field *a) { return write_text(a[0].bytes, &a[1]), 0; }
static int set_hostname(struct field *a) { return sethostname(a[0].bytes, a[0].length); }
static int change_folder(struct field *a) { return chdir(a[0].bytes); }

// MARK: the ends

static char **list(struct field *fields, uint32_t count) {
    char **list = calloc(count + 1, sizeof *list);
    for (uint32_t i = 0; list && i < count; i++) list[i] = fields[i].bytes;
    return list;
}

// As execvp looks for it, in the new root and with the container's own PATH.
static int execute(struct field *a, uint32_t count) {
    char **arguments = list(a, count);
    if (strchr(a[0].bytes, '/')) return execve(a[0].bytes, arguments, environment);
    const char *path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    for (char **variable = environment; *variable; variable++)
        if (strncmp(*variable, "PATH=", 5) == 0) path = *variable + 5;
    int reason = ENOENT;
    while (a[0].length > 0 && *path) {
        size_t length = strcspn(path, ":");
        char file[4096];
        if (length + a[0].length + 2 < sizeof file) {
            memcpy(file, path, length);
            file[length] = '/';
            strcpy(file + length + 1, a[0].bytes);
            execve(file, arguments, environment);
            if (errno != ENOENT && errno != ENOTDIR) reason = errno;
        }
        path += length + (path[length] == ':');
    }
    return errno = reason, -1;
}

static void end(int signal) { (void)signal; _exit(0); }

// The pod's pause process: there to hold namespaces, and as process 1 of a shared PID namespace to reap.
static _Noreturn void hold_namespaces(void) {
    signal(SIGCHLD, SIG_IGN);                    // the kernel reaps
    signal(SIGTERM, end);
    prctl(PR_SET_NAME, "pause", 0, 0, 0);
    syscall(SYS_close_range, 0, ~0U, 0);
    for (;;) pause();
}

static int (*const operations[128])(struct field *arguments) = {
    ['w'] = write_control, ['o'] = write_if_allowed, ['u'] = leave_namespaces, ['n'] = enter, ['t'] = take_tree,
    ['p'] = put_tree, ['m'] = mount_file_system, ['R'] = change_root, ['L'] = leave_old_root, ['f'] = make_folder,
    ['d'] = make_device, ['l'] = make_link, ['h'] = set_hostname, ['M'] = hide, ['r'] = make_read_only,
    ['s'] = own_session, ['T'] = make_terminal, ['c'] = change_folder, ['N'] = no_new_privileges,
    ['S'] = filter_calls, ['B'] = limit_capabilities, ['U'] = become_user, ['C'] = set_capabilities,
    ['D'] = die_with_shim,
};

static int run_step(char operation, struct field *arguments, uint32_t count) {
    switch (operation) {
    case 'e': return (environment = list(arguments, count)) ? 0 : -1;
    case 'X': return execute(arguments, count);
    case 'P': hold_namespaces();
    default:
        if (operation < 0 || !operations[(int)operation]) return errno = ENOSYS, -1;
        return operations[(int)operation](arguments);
    }
}

void run_steps(struct message steps, int status) {
    status_socket = status;
    umask(022);
    struct failure failure = {0, 0};
    while (steps.next < steps.end) {
        uint32_t operation, count;
        if (!take_number(&steps, &operation) || !take_number(&steps, &count) || count > 65536) break;
        // Room for the most arguments of any operation, so that a missing one reads as empty.
        struct field *arguments = calloc(count + 8, sizeof *arguments);
        if (!arguments) break;
        for (uint32_t i = 0; i < count + 8; i++) arguments[i].bytes = "";
        for (uint32_t i = 0; i < count; i++)
            if (!take_field(&steps, &arguments[i])) _exit(127);
        if (run_step((char)operation, arguments, count) < 0) {
            failure.error = errno;
            if (write(status, &failure, sizeof failure) < 0) _exit(126);
            _exit(127);
        }
        free(arguments);
        failure.step++;
    }
    failure.error = EINVAL;                      // a list without an end
    if (write(status, &failure, sizeof failure) < 0) _exit(126);
    _exit(127);
}
