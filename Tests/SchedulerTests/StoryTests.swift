import Testing

/// Stories as scripts: see ``Story`` for the language.
@Suite struct StoryTests {
    @Test(arguments: [
        """
        # Two nodes, of which only the larger has room.
        node n1 cpu=1
        node n2 cpu=4
        pod web cpu=2
        ---
        web → n2
        """,
        """
        # Nothing fits: each node's reason is counted, in the words of the real scheduler.
        node control-plane taint=node-role.kubernetes.io/control-plane:NoSchedule
        node worker-1 cpu=1
        node worker-2 cpu=1
        pod big cpu=2
        ---
        big: 0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient cpu. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.
        """,
        """
        # Without nodes there is nothing to count.
        pod web
        ---
        web: no nodes available to schedule pods
        """,
        """
        # A pod that is assumed on a node takes its place there, though the API server has not said so yet.
        node n1 cpu=1
        pod a cpu=600m
        pod b cpu=600m
        ---
        a → n1
        b: 0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        """,
        """
        # When room is made, the pod that waits for it is tried again: not before its back-off has passed, and without asking.
        node n1 cpu=1
        pod a cpu=600m
        pod b cpu=600m
        wait 5
        remove-pod a
        ---
        a → n1
        b: 0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        b → n1
        """,
        """
        # A change that can't help (a label) doesn't wake the pod; one that can (an untaint) does, after the back-off.
        node n1 taint=dedicated:NoSchedule
        pod a
        node n1 taint=dedicated:NoSchedule label:x=y
        node n1
        wait 1
        ---
        a: 0/1 nodes are available: 1 node(s) had untolerated taint {dedicated: }. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
        a → n1
        """,
        """
        # A refused binding gives the place back, and the pod is tried again after its back-off.
        node n1 cpu=1
        pod a cpu=1
        refuse a
        wait 1
        ---
        a → n1
        a → n1
        """,
        """
        # The more important pod goes first, whoever came before.
        pod low priority=1
        pod high priority=10
        wait 1
        node n1 pods=1
        ---
        low: no nodes available to schedule pods
        high: no nodes available to schedule pods
        high → n1
        low: 0/1 nodes are available: 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        """,
        """
        # Cordoned, selected, taken: three reasons of three nodes.
        node n1 cordoned label:disk=ssd
        node n2
        node n3 label:disk=ssd
        pod x on=n3 port=80
        pod web selector:disk=ssd port=80
        ---
        web: 0/3 nodes are available: 1 node(s) didn't have free ports for the requested pod ports, 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) were unschedulable. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.
        """,
        """
        # Replicas of one controller are spread.
        node n1
        node n2
        pod other on=n1 cpu=1
        pod a owner=rs
        pod b owner=rs
        ---
        a → n2
        b → n1
        """,
        """
        # Extended resources count like any other.
        node n1 gpu=1
        node n2
        pod a gpu=1
        pod b gpu=1
        ---
        a → n1
        b: 0/2 nodes are available: 2 Insufficient example.com/gpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.
        """,
        """
        # Together with the cache, apart from each other; the first of its kind may go anywhere.
        node n1
        node n2
        pod cache on=n2 label:app=cache
        pod w1 label:app=web near=app=cache@kubernetes.io/hostname apart=app=web@kubernetes.io/hostname
        pod w2 label:app=web near=app=cache@kubernetes.io/hostname apart=app=web@kubernetes.io/hostname
        pod lonely label:app=lonely near=app=lonely@kubernetes.io/hostname on=
        ---
        w1 → n2
        w2: 0/2 nodes are available: 1 node(s) didn't match pod affinity rules, 1 node(s) didn't match pod anti-affinity rules. preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.
        lonely → n1
        """,
        """
        # At most one more in one zone than in the other.
        node a1 label:zone=a
        node b1 label:zone=b cpu=1
        node c1
        pod x on=a1 label:app=web
        pod y on=b1 label:app=web
        pod z on=a1 label:app=web
        pod w label:app=web spread=zone cpu=2
        ---
        w: 0/3 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match pod topology spread constraints, 1 node(s) didn't match pod topology spread constraints (missing required label). preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.
        """,
        """
        # The status of a waiting pod changes (the scheduler's own condition): that is no reason to try again.
        pod a
        pod a phase=Pending
        pod a label:x=y
        wait 1
        ---
        a: no nodes available to schedule pods
        a: no nodes available to schedule pods
        """,
        """
        # Advice is followed where there is a choice.
        node n1 taint=slow:PreferNoSchedule
        node n2 cpu=1
        pod a cpu=900m
        pod b cpu=900m
        ---
        a → n2
        b → n1
        """,
        """
        # An important pod takes the place of the least important one that is in its way; nobody else has to go.
        node n1 cpu=2
        node n2 cpu=2
        pod a on=n1 cpu=1 priority=5
        pod b on=n1 cpu=1 priority=1
        pod c on=n2 cpu=2 priority=5
        pod urgent cpu=1 priority=10
        remove-pod b
        wait 1
        ---
        urgent ⇢ n1 without b
        urgent → n1
        """,
        """
        # Priority alone displaces nobody: where there is room, it is taken.
        node n1 cpu=1
        node n2 cpu=1
        pod a on=n1 cpu=1
        pod urgent cpu=1 priority=10
        ---
        urgent → n2
        """,
        """
        # While the victim ends, the important pod waits and takes nobody else's place; less important pods don't slip in.
        node n1 cpu=2
        pod a on=n1 cpu=2 priority=1
        pod urgent cpu=2 priority=10
        pod urgent cpu=2 priority=10 label:x=y
        wait 1
        remove-pod a
        pod late cpu=1 priority=5
        wait 5
        ---
        urgent ⇢ n1 without a
        urgent: 0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to a terminating pod on the nominated node.
        late: 0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        urgent → n1
        """,
        """
        # Who must not preempt waits.
        node n1 cpu=1
        pod a on=n1 cpu=1
        pod polite cpu=1 priority=10 policy=Never
        ---
        polite: 0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.
        """,
        """
        # A budget is violated only where nothing else helps.
        budget web app=web allowed=0
        node n1 cpu=1
        node n2 cpu=1
        pod a on=n1 cpu=1 label:app=web
        pod b on=n2 cpu=1 priority=5
        pod urgent cpu=1 priority=10
        pod urgent2 cpu=1 priority=10
        ---
        urgent ⇢ n2 without b
        urgent2 ⇢ n1 without a
        """,
        """
        # A pod with a gate isn't looked at before the gate is gone.
        node n1
        pod a gate=quota
        pod a
        ---
        a → n1
        """,
    ])
    func story(script: String) throws {
        let (expected, outcome) = try Story.run(script)
        #expect(outcome == expected)
    }
}
