import { createHash } from 'node:crypto';

/** What the page says. Its words are ours: nothing that came with the request is shown. */
export interface PageContent {
  readonly outcome: 'asked' | 'done' | 'failed';
  readonly title: string;
  readonly text: string;
  /** The next step. */
  readonly advice: string;
  /** Stable, for those who help. */
  readonly code?: string;
  /** What the one button says, which posts to the address of the page. */
  readonly button?: string;
}

/** A page and the headers that keep everything else out of it. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

const style = `
:root { color-scheme: light dark; --page: #f5f4f0; --card: #fff; --text: #1f1e1b; --soft: #6b6860; --line: #e4e1d8; --asked: #8a5a12; --button: #1f1e1b; --label: #fff; --done: #2e7d55; --failed: #b3412e }
@media (prefers-color-scheme: dark) { :root { --page: #191815; --card: #23211d; --text: #f1efe8; --soft: #a5a196; --line: #38352e; --asked: #e0b163; --button: #f1efe8; --label: #1f1e1b; --done: #6fcf9a; --failed: #f08a76 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 24px; background: var(--page); color: var(--text); font: 16px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", sans-serif }
main { width: 100%; max-width: 432px; padding: 40px 36px 28px; background: var(--card); border: 1px solid var(--line); border-radius: 16px }
svg { display: block; width: 48px; height: 48px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round }
.asked { color: var(--asked) } .done { color: var(--done) } .failed { color: var(--failed) }
h1 { margin: 20px 0 8px; font-size: 24px; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; text-wrap: balance }
p { margin: 0 0 12px; overflow-wrap: anywhere }
.advice { color: var(--soft) }
button { width: 100%; margin-top: 12px; padding: 12px 20px; border: 0; border-radius: 10px; background: var(--button); color: var(--label); font: inherit; font-weight: 600; overflow-wrap: anywhere; cursor: pointer }
button:hover { opacity: .88 }
button:focus-visible { outline: 3px solid var(--asked); outline-offset: 2px }
footer { display: flex; justify-content: space-between; gap: 16px; margin-top: 28px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--soft); font-size: 13px }
code { font: 12px/1.6 ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere }
`;

const marks = {
  asked: '<path d="m9.5 14.5 5-5M8 11l-2.5 2.5a4 4 0 0 0 5.6 5.6l2.4-2.6M16 13l2.5-2.5a4 4 0 0 0-5.6-5.6L10.5 7.5"/>',
  done: '<circle cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-6.5"/>',
  failed: '<circle cx="12" cy="12" r="10"/><path d="M12 7v6M12 16.5v.01"/>',
} as const;

/** One page without a script, an image or a font from anywhere, for light and dark, that a screen reader reads well. */
export function renderPage({ outcome, title, text, advice, code, button }: PageContent): Page {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Routewright</title>
<style>${style}</style>
</head>
<body>
<main>
<svg class="${outcome}" viewBox="0 0 24 24" aria-hidden="true">${marks[outcome]}</svg>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<p class="advice">${escapeHtml(advice)}</p>
${button === undefined ? '' : `<form method="post"><button>${escapeHtml(button)}</button></form>\n`}<footer><span>Routewright</span>${code === undefined ? '' : `<code>${escapeHtml(code)}</code>`}</footer>
</main>
</body>
</html>
`;
  const styles = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  // A browser holds every redirect that follows a form against form-action: nobody knows where a login leads.
  const forms = button === undefined ? " form-action 'none';" : '';
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src ${styles}; base-uri 'none';${forms} frame-ancestors 'none'`,
      // The address of the page holds a code: it goes nowhere and is kept nowhere.
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    },
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
