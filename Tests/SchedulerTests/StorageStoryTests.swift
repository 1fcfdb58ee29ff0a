import Testing

/// Stories of pods and their volumes: see ``Story`` and ``StorageWords`` for the language.
@Suite struct StorageStoryTests {
    @Test(arguments: [
        """
        # A claim that has no volume yet holds its pod back; the volume says which node it can be.
        node n1 label:zone=a
        node n2 label:zone=b
        pod db claim=data
        claim data
        wait 1
        volume v1 zone=b
        claim data volume=v1
        wait 2
        ---
        db: 0/2 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
        db: 0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
        db → n2
        """,
        """
        # A claim that waits for its first consumer lets the pod go wherever the class can make a volume. The pod is bound
        # when the claim is.
        node n1 label:zone=a
        node n2 label:zone=b
        class fast zone=b
        claim data class=fast
        pod db claim=data
        claim data class=fast node=n2
        volume v1 zone=b class=fast for=data
        claim data class=fast node=n2 volume=v1
        ---
        db → n2 with data=new
        db → n2
        """,
        """
        # What one pod's claim got is set aside: the next pod gets another volume, or none.
        node n1
        class local static
        volume v1 class=local
        volume v2 class=local
        claim a class=local
        claim b class=local
        claim c class=local
        pod pa claim=a
        pod pb claim=b
        pod pc claim=c
        ---
        pa → n1 with a=v1
        pb → n1 with b=v2
        pc: 0/1 nodes are available: 1 node(s) didn't find available persistent volumes to bind. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
        """,
        """
        # Where the volume is, the pod goes. A pod that is refused, or is gone, gives its volume back.
        node n1 label:zone=a
        node n2 label:zone=b
        class local static
        volume v1 class=local zone=b
        claim a class=local
        claim b class=local
        pod pa claim=a
        pod pb claim=b
        wait 1
        remove-pod pa
        refuse pb
        wait 3
        ---
        pa → n2 with a=v1
        pb: 0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
        pb → n2 with b=v1
        pb → n2 with b=v1
        """,
        """
        # The smallest claim chooses first, and takes the smallest volume that will do.
        node n1
        class local static
        volume tiny class=local size=1Gi
        volume small class=local size=2Gi
        volume large class=local size=9Gi
        claim logs class=local size=2Gi
        claim data class=local size=3Gi
        pod db claim=data claim=logs
        ---
        db → n1 with logs=small, data=large
        """,
        """
        # A volume that is kept for a claim is the claim's, and nobody else's; its node decides.
        node n1 label:zone=a
        node n2 label:zone=b
        class fast
        volume v1 class=fast zone=a for=data
        claim other class=fast
        claim data class=fast
        pod po claim=other selector:zone=a
        pod db claim=data
        ---
        po → n1 with other=new
        db → n1 with data=v1
        """,
        """
        # Pods that share a claim share what was decided on it.
        node n1 pods=1
        node n2
        class fast
        claim data class=fast
        pod first claim=data selector:kubernetes.io/hostname=n2
        pod second claim=data
        volume v1 for=data class=fast
        claim data class=fast volume=v1
        ---
        first → n2 with data=new
        second → n2 with data=new
        first → n2
        second → n2
        """,
        """
        # If no volume can be made there, the claim forgets the node, and the pod is tried again.
        node n1
        class fast
        claim data class=fast
        pod db claim=data
        claim data class=fast node=n1
        claim data class=fast
        wait 1
        ---
        db → n1 with data=new
        db failed: binding volumes: no volume could be made for claim data
        db → n1 with data=new
        """,
        """
        # Nor does a pod wait for its volumes for ever.
        node n1
        class fast
        claim data class=fast
        pod db claim=data
        wait 599
        wait 1
        wait 1
        ---
        db → n1 with data=new
        db failed: binding volumes: its volumes were not bound in time
        db → n1 with data=new
        """,
        """
        # A node that was selected before (by a scheduler that died since) stays selected.
        node n1
        node n2
        class fast
        claim data class=fast node=n2
        pod db claim=data
        ---
        db → n2 with data=new
        """,
        """
        # A claim that is being deleted gets no new pods.
        node n1
        volume v1
        claim data volume=v1 gone
        pod db claim=data
        ---
        db: 0/1 nodes are available: persistentvolumeclaim "data" is being deleted. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
        """,
        """
        # A driver takes so many volumes on a node, also those that are yet to be made; a volume counts once.
        node n1
        driver n1 example.com/disk=2
        class fast
        volume v1 driver=example.com/disk
        claim a volume=v1
        claim b class=fast
        claim c class=fast
        pod pa claim=a on=n1
        pod pb claim=b
        pod pc claim=c
        pod again claim=a
        wait 1
        remove-pod pb
        wait 1
        ---
        pb → n1 with b=new
        pc: 0/1 nodes are available: 1 node(s) exceed max volume count. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
        again → n1
        pc → n1 with c=new
        """,
        """
        # Who is more important takes the place on the driver, too.
        node n1
        driver n1 example.com/disk=1
        volume v1 driver=example.com/disk
        volume v2 driver=example.com/disk
        claim a volume=v1
        claim b volume=v2
        pod pa claim=a on=n1
        pod urgent claim=b priority=10
        ---
        urgent ⇢ n1 without pa
        """,
        """
        # A claim for one pod at a time: the second waits for the first, unless it is more important.
        node n1
        node n2
        volume v1
        claim data volume=v1 mode=ReadWriteOncePod
        pod first claim=data on=n1
        pod second claim=data
        pod urgent claim=data priority=10
        remove-pod first
        wait 1
        ---
        second: 0/2 nodes are available: 2 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.
        urgent ⇢ n1 without first
        urgent → n1
        second: 0/2 nodes are available: 2 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.
        """,
    ])
    func story(script: String) throws {
        let (expected, outcome) = try Story.run(script)
        #expect(outcome == expected)
    }
}
