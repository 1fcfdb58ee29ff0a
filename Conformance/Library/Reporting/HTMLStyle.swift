extension HTMLReport {
    /// Two sets of colours, and a layout that needs no more than 320 points.
    static let style = """
        :root { --ink: #1c2430; --faint: #5d6878; --paper: #fbfbfa; --card: #ffffff; --line: #dfe3e8;
          --pass: #1a7f4b; --fail: #c02b2b; --skip: #33689c; --unknown: #9a6700; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e4e8ee; --faint: #98a3b3; --paper: #14181d; --card: #1c2229; --line: #313a45;
            --pass: #4cc38a; --fail: #ff7b72; --skip: #79b8ff; --unknown: #e3b341; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        h1 { font-size: 2.4rem; line-height: 1.1; margin: .2rem 0 .6rem; }
        h1 small, h2 small { color: var(--faint); font-weight: 400; font-size: .5em; }
        h2 small { font-size: .75em; }
        h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
        .subject { color: var(--faint); margin: 0; overflow-wrap: anywhere; }
        .bar { height: .5rem; background: var(--line); border-radius: .25rem; overflow: hidden; }
        .bar i { display: block; height: 100%; background: var(--pass); }
        .counts span { margin-right: 1rem; white-space: nowrap; }
        .pass { color: var(--pass); } .fail { color: var(--fail); }
        .skip { color: var(--skip); } .unknown { color: var(--unknown); }
        .note { border-left: 3px solid var(--unknown); padding-left: .8rem; }
        table { width: 100%; border-collapse: collapse; }
        th, td { text-align: left; padding: .35rem .4rem; border-bottom: 1px solid var(--line); font-weight: 400; }
        td span { white-space: nowrap; margin-right: .5rem; }
        .number { display: inline-block; min-width: 1.4rem; color: var(--faint); }
        .right { text-align: right; color: var(--faint); white-space: nowrap; }
        .features { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem; }
        .features li { border: 1px solid; border-radius: 1rem; padding: 0 .7rem; font-size: .9rem; }
        details { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; }
        details details { margin: 0 1rem 1rem; }
        summary { cursor: pointer; padding: .55rem .8rem; display: grid; grid-template-columns: auto 1fr auto;
          gap: 0 .6rem; align-items: baseline; }
        .seen { grid-column: 2 / -1; color: var(--faint); font-size: .9rem; min-width: 0;
          white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
        .seen:empty, details[open] > summary > .seen { display: none; }
        summary .right { font-size: .9rem; }
        summary code { overflow-wrap: anywhere; }
        .must { margin: .2rem 1rem 0; font-weight: 600; }
        dl { margin: .6rem 1rem 1rem; display: grid; grid-template-columns: 8.5rem 1fr; gap: .35rem .8rem; }
        dt { color: var(--faint); } dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; min-width: 0; }
        code, pre { font: .92em/1.45 ui-monospace, monospace; }
        pre { margin: 0; padding: .8rem; overflow-x: auto; border-top: 1px solid var(--line); max-height: 24rem; }
        a { color: var(--skip); }
        iframe { width: 100%; height: 44rem; border: 0; border-top: 1px solid var(--line); }
        footer { margin-top: 2.5rem; border-top: 1px solid var(--line); font-size: .9rem; }
        footer dl { margin: 1rem 0; }
        @media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: .1rem; } dd { margin-bottom: .5rem; } }
        """
}
