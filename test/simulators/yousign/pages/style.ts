/** The look of all pages: its own, so that nobody takes them for the product or for the provider. */
export const style = `
:root { color-scheme: light dark; --page: #eceaf3; --card: #fff; --side: #f8f7fb; --text: #2b2740; --soft: #615c77; --line: #d8d4e4;
  --edge: #7f78a0; --main: #4a36c0; --main-hover: #3a289f; --link: #3f2fa3; --pick: #e4e0f3; --hover: #f0eef7; --bad: #b3262e;
  --good: #1c7a47; --warn-ground: #fef2d9; --warn: #7a4a04; --bar: #2a2340; }
@media (prefers-color-scheme: dark) { :root { --page: #17141f; --card: #221e2e; --side: #1c1826; --text: #ece9f6; --soft: #aaa4c0;
  --line: #3a3450; --edge: #8b84a8; --main: #5b47d6; --main-hover: #6f5cea; --link: #b9aeff; --pick: #352d52; --hover: #2b2540;
  --bad: #c9404a; --good: #2c9a5f; --warn-ground: #3a2d12; --warn: #f3cf8b; --bar: #0f0c17; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/22px 'PT Sans', Arial, sans-serif; }
h1, h2, h3, p, ul, dl, dd { margin: 0; padding: 0; list-style: none; font: inherit; }
h1 { font-size: 20px; line-height: 26px; font-weight: 700; }
h2 { font-size: 18px; line-height: 24px; font-weight: 700; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.soft { color: var(--soft); font-size: 13px; line-height: 18px; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; min-height: 44px; padding: 6px 16px; background: var(--bar); color: #fff; }
.bar span { color: #d9d3ee; }
.bar nav { display: flex; flex-wrap: wrap; gap: 6px 16px; margin-left: auto; }
.bar a { color: #fff; padding: 6px 0; }
.bar a[aria-current] { font-weight: 700; text-decoration: none; }
.inbox { display: grid; grid-template-columns: 280px minmax(0, 1fr); min-height: calc(100vh - 44px); }
.people { padding: 16px 10px; border-right: 1px solid var(--line); background: var(--side); }
.people h2, .people > form { padding: 0 8px 8px; }
.people h2 { color: var(--soft); font-size: 13px; }
.who { display: grid; grid-template-columns: 36px minmax(0, 1fr) auto; gap: 10px; align-items: center; padding: 9px 8px; border-radius: 6px; color: inherit; text-decoration: none; }
.who b, .who .soft { display: block; overflow-wrap: anywhere; }
.who:hover { background: var(--hover); }
.who[aria-current] { background: var(--pick); }
.avatar { display: grid; place-items: center; width: 36px; height: 36px; border-radius: 50%; background: var(--pick); font-weight: 700; font-size: 13px; }
.count { padding: 0 7px; border-radius: 10px; background: var(--main); color: #fff; font-weight: 700; font-size: 12px; }
.mails { padding: 24px; display: grid; gap: 16px; align-content: start; max-width: 760px; width: 100%; margin: 0 auto; }
.card { padding: 22px 26px; border-radius: 8px; background: var(--card); box-shadow: 0 1px 3px rgb(20 15 40 / 0.2); }
.card > * + * { margin-top: 10px; }
.card .text { padding-top: 12px; border-top: 1px solid var(--line); white-space: pre-line; overflow-wrap: anywhere; }
.code { font: 700 24px/30px 'Liberation Mono', Menlo, monospace; letter-spacing: 0.2em; }
.warn { padding: 8px 12px; border-radius: 6px; background: var(--warn-ground); color: var(--warn); }
.btn { display: inline-flex; align-items: center; justify-content: center; min-height: 44px; padding: 8px 18px; border: 1px solid var(--edge); border-radius: 6px; background: transparent; color: var(--text); font: inherit; font-weight: 700; text-decoration: none; cursor: pointer; }
.btn:hover { background: var(--hover); }
.btn.main { border-color: var(--main); background: var(--main); color: #fff; }
.btn.main:hover { background: var(--main-hover); }
.btn.bad { border-color: var(--bad); background: var(--bad); color: #fff; }
.btn.small { min-height: 32px; padding: 2px 10px; font-size: 13px; }
.btns { display: flex; flex-wrap: wrap; gap: 10px; }
.stack { display: grid; gap: 10px; }
.stack .btn { width: 100%; }
.out { flex-direction: column; align-items: flex-start; gap: 0; font-weight: 400; text-align: left; }
.sign { display: grid; grid-template-columns: minmax(0, 1fr) 340px; min-height: calc(100vh - 44px); }
.doc { padding: 28px 24px 40px; max-height: calc(100vh - 44px); overflow: auto; }
.sheet { max-width: 640px; margin: 0 auto 20px; background: #fff; color: #23262d; box-shadow: 0 1px 4px rgb(20 15 40 / 0.25); }
.sheet svg { display: block; width: 100%; height: auto; }
.side { padding: 28px 24px; border-left: 1px solid var(--line); background: var(--card); }
.side > * + * { margin-top: 14px; }
.facts { display: grid; grid-template-columns: 64px minmax(0, 1fr); gap: 6px 12px; padding-bottom: 16px; border-bottom: 1px solid var(--line); }
.facts dt { color: var(--soft); }
.facts dd { overflow-wrap: anywhere; }
.field { display: block; color: var(--soft); }
.field input, .field textarea { display: block; width: 100%; margin-top: 4px; padding: 9px 12px; border: 1px solid var(--edge); border-radius: 6px; background: var(--card); color: var(--text); font: inherit; }
.ok { display: grid; place-items: center; width: 44px; height: 44px; border-radius: 50%; background: var(--good); color: #fff; font-size: 24px; }
details summary { cursor: pointer; padding: 8px 0; color: var(--link); }
details form { display: grid; gap: 10px; }
table { width: 100%; border-collapse: collapse; background: var(--card); border-radius: 8px; }
th, td { padding: 10px 12px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--soft); font-size: 13px; }
.wide { max-width: 1160px; margin: 0 auto; padding: 24px; overflow-x: auto; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 760px) {
  .bar span { display: none; }
  .inbox, .sign { grid-template-columns: minmax(0, 1fr); }
  .people { border-right: 0; border-bottom: 1px solid var(--line); }
  .mails, .doc, .wide { padding: 12px; }
  .doc { max-height: 52vh; }
  .side { padding: 16px; border-left: 0; border-top: 1px solid var(--line); }
  .card { padding: 18px; }
}
`
