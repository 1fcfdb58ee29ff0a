/// The system calls that a container is refused: what reaches past namespaces and cgroups into the kernel itself. A stranger's
/// program is refused more: what reaches into other processes, its own included.
///
/// A filter is a program for the kernel's packet filter machine (BPF), which sees the call's number and arguments and
/// answers *allow*, or an errno. A call that needs a capability is refused only to containers without it, so that
/// the answer is EPERM either way.
///
/// Left out compared with Docker's profile: that one lists what is allowed, this one what is not; arguments of
/// `personality` and `socket`.
package func seccompFilter(for capabilities: CapabilitySet, isForStrangers: Bool = false) -> [UInt8] {
    var program = FilterProgram()
    program.load(offset: 4)
    program.answer(.killProcess, unlessEqual: CallNumbers.architecture)
    program.load(offset: 0)
    #if arch(x86_64)
        // The x32 variants of the calls would slip past a comparison of numbers.
        program.answer(.errno(38), whenAtLeast: 0x4000_0000)
    #endif
    for refusal in CallNumbers.refusals where refusal.unless.isEmpty || !capabilities.contains(refusal.unless) {
        for number in refusal.calls { program.answer(.errno(1), whenEqual: number) }
    }
    if isForStrangers {
        for number in CallNumbers.intrusions { program.answer(.errno(1), whenEqual: number) }
    }
    if !capabilities.contains(.sysAdmin) {
        // Its flags lie in memory, where a filter can't look: so programs are made to use clone instead.
        program.answer(.errno(38), whenEqual: CallNumbers.clone3)
        program.answer(.errno(1), whenEqual: CallNumbers.clone, andFirstArgumentHas: 0x7E02_0000)
    }
    program.answer(.allow)
    return program.bytes
}

/// Instructions of 8 bytes: code, jump when true, jump when false, constant.
private struct FilterProgram {
    enum Answer {
        case allow, killProcess
        case errno(UInt32)

        var value: UInt32 {
            switch self {
            case .allow: 0x7FFF_0000
            case .killProcess: 0x8000_0000
            case .errno(let number): 0x0005_0000 | number
            }
        }
    }

    private(set) var bytes: [UInt8] = []

    /// Loads 4 bytes of `seccomp_data`: 0 the number, 4 the architecture, 16 the first argument's lower half.
    mutating func load(offset: UInt32) { append(0x20, 0, 0, offset) }
    mutating func answer(_ answer: Answer) { append(0x06, 0, 0, answer.value) }

    mutating func answer(_ answer: Answer, whenEqual number: UInt32) {
        append(0x15, 0, 1, number)
        self.answer(answer)
    }

    mutating func answer(_ answer: Answer, unlessEqual number: UInt32) {
        append(0x15, 1, 0, number)
        self.answer(answer)
    }

    mutating func answer(_ answer: Answer, whenAtLeast number: UInt32) {
        append(0x35, 0, 1, number)
        self.answer(answer)
    }

    /// Loses the loaded number: what follows must load again.
    mutating func answer(_ answer: Answer, whenEqual number: UInt32, andFirstArgumentHas bits: UInt32) {
        append(0x15, 0, 3, number)
        load(offset: 16)
        append(0x45, 0, 1, bits)
        self.answer(answer)
    }

    private mutating func append(_ code: UInt16, _ whenTrue: UInt8, _ whenFalse: UInt8, _ constant: UInt32) {
        withUnsafeBytes(of: code) { bytes.append(contentsOf: $0) }
        bytes += [whenTrue, whenFalse]
        withUnsafeBytes(of: constant) { bytes.append(contentsOf: $0) }
    }
}

private struct Refusal {
    /// Allowed to those who have it; empty: refused to all.
    let unless: CapabilitySet
    let calls: [UInt32]

    init(unless name: String? = nil, _ calls: [UInt32]) {
        unless = name.flatMap { CapabilitySet(named: $0) } ?? []
        self.calls = calls
    }
}

private enum CallNumbers {
    #if arch(x86_64)
        static let architecture: UInt32 = 0xC000_003E
        static let clone: UInt32 = 56
        /// ptrace, process_vm_readv, process_vm_writev; and see ``common``.
        static let intrusions: [UInt32] = [101, 310, 311] + commonIntrusions
        static let refusals =
            common + [
                // mount, umount2, pivot_root, unshare, setns, sethostname, setdomainname, quotactl, swapon, swapoff,
                // perf_event_open, bpf, fanotify_init
                Refusal(unless: "SYS_ADMIN", [165, 166, 155, 272, 308, 170, 171, 179, 167, 168, 298, 321, 300]),
                Refusal(unless: "SYS_MODULE", [175, 313, 176]),  // init_module, finit_module, delete_module
                Refusal(unless: "SYS_BOOT", [169, 246, 320]),  // reboot, kexec_load, kexec_file_load
                Refusal(unless: "SYS_TIME", [164, 227, 305]),  // settimeofday, clock_settime, clock_adjtime
                Refusal(unless: "SYS_RAWIO", [172, 173]),  // iopl, ioperm
                Refusal(unless: "SYS_PACCT", [163]),  // acct
                Refusal(unless: "SYSLOG", [103]),  // syslog
                Refusal(unless: "DAC_READ_SEARCH", [304]),  // open_by_handle_at
                // add_key, request_key, keyctl, userfaultfd, kcmp, nfsservctl, uselib, ustat, _sysctl
                Refusal([248, 249, 250, 323, 312, 180, 134, 136, 156]),
            ]
    #else
        static let architecture: UInt32 = 0xC000_00B7
        static let clone: UInt32 = 220
        static let intrusions: [UInt32] = [117, 270, 271] + commonIntrusions
        static let refusals =
            common + [
                Refusal(unless: "SYS_ADMIN", [40, 39, 41, 97, 268, 161, 162, 60, 224, 225, 241, 280, 262]),
                Refusal(unless: "SYS_MODULE", [105, 273, 106]),
                Refusal(unless: "SYS_BOOT", [142, 104, 294]),
                Refusal(unless: "SYS_TIME", [170, 112, 266]),
                Refusal(unless: "SYS_PACCT", [89]),
                Refusal(unless: "SYSLOG", [116]),
                Refusal(unless: "DAC_READ_SEARCH", [265]),
                Refusal([217, 218, 219, 282, 272, 42]),
            ]
    #endif

    /// From 424 on, the numbers are the same on every architecture.
    static let clone3: UInt32 = 435
    /// pidfd_getfd, process_madvise
    private static let commonIntrusions: [UInt32] = [438, 440]
    private static let common = [
        // open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr, quotactl_fd
        Refusal(unless: "SYS_ADMIN", [428, 429, 430, 431, 432, 433, 442, 443]),
        Refusal([425, 426, 427]),  // io_uring_setup, io_uring_enter, io_uring_register
    ]
}
