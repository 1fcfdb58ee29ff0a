extension TimelinePage {
    /// Two sets of colours; everything else follows from them.
    static let style = """
        :root { --ink: #1c2430; --faint: #6b7686; --paper: #fbfbfa; --card: #ffffff; --line: #dfe3e8;
          --leader: #1f6feb; --candidate: #b7791f; --follower: #9aa5b4; --vote: #b7791f; --append: #1f6feb;
          --heartbeat: #a9b3c0; --snapshot: #8250df; --lost: #c02b2b; --commit: #1a7f4b; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e4e8ee; --faint: #98a3b3; --paper: #14181d; --card: #1c2229; --line: #313a45;
            --leader: #6cb0ff; --candidate: #e3b341; --follower: #5d6878; --vote: #e3b341; --append: #6cb0ff;
            --heartbeat: #4a5462; --snapshot: #c297ff; --lost: #ff7b72; --commit: #4cc38a; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 78rem; padding: 1.2rem 1rem 3rem; background: var(--paper); color: var(--ink);
          font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; }
        .violation { border-left: 4px solid var(--lost); padding: .3rem .8rem; background: var(--card);
          white-space: pre-line; overflow-wrap: anywhere; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .9rem; margin: .6rem 0; }
        dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
        .legend { color: var(--faint); font-size: .85rem; } .legend span { margin-right: .8rem; white-space: nowrap; }
        .legend .leader { color: var(--leader); } .legend .candidate, .legend .vote { color: var(--vote); }
        .legend .append { color: var(--append); } .legend .snapshot { color: var(--snapshot); }
        .legend .lost { color: var(--lost); }
        .drawing { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
        svg { display: block; } svg text { font: 11px ui-monospace, monospace; fill: var(--ink);
          paint-order: stroke; stroke: var(--card); stroke-width: 3px; stroke-linejoin: round; }
        svg .head { font-weight: 700; font-size: 13px; } svg .time, svg .quiet { fill: var(--faint); }
        svg line, svg path { fill: none; }
        svg .lane { stroke: var(--follower); stroke-width: 2; }
        svg .lane.leader { stroke: var(--leader); stroke-width: 7; }
        svg .lane.candidate { stroke: var(--candidate); stroke-width: 4; stroke-dasharray: 5 3; }
        svg .lane.learner { stroke-dasharray: 2 2; }
        svg .lane.down { stroke: var(--line); stroke-dasharray: 1 5; }
        svg .message { stroke-width: 1.3; }
        svg .vote { stroke: var(--vote); } svg .append { stroke: var(--append); }
        svg .heartbeat { stroke: var(--heartbeat); } svg .snapshot { stroke: var(--snapshot); stroke-width: 2.2; }
        svg .message.lost { stroke-dasharray: 4 3; opacity: .7; }
        svg .cross { stroke: var(--lost); stroke-width: 2; }
        svg text.commit { fill: var(--commit); } svg text.crash, svg text.violation { fill: var(--lost); font-weight: 700; }
        svg text.restart, svg text.pause, svg text.resume { fill: var(--candidate); }
        svg text.fault { fill: var(--candidate); }
        svg .band { fill: var(--lost); opacity: .12; } svg .rule { stroke: var(--candidate); stroke-dasharray: 2 4; }
        svg .box { stroke: var(--line); fill: var(--paper); } svg .box.committed { stroke: var(--commit); stroke-width: 2; }
        svg .box.volatile { stroke-dasharray: 3 2; }
        details { margin-top: 1rem; } pre { overflow-x: auto; font: 12px/1.5 ui-monospace, monospace; }
        """
}
