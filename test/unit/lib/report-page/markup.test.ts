import { describe, expect, it } from 'vitest';
import { html } from '../../../../lib/report-page/markup.ts';

const shown = (text: string): string => html`${text}`.markup;

describe('html', () => {
  it('escapes every text that is put in, in elements and in attributes', () => {
    const evil = `<script>alert('1')</script>&"`;
    const safe = '&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;';
    expect(html`<a title="${evil}">${[evil, 7]}</a>`.markup).toBe(`<a title="${safe}">${safe}7</a>`);
  });

  it('takes markup as it is, and only once', () => {
    const inner = html`<b>${'<'}</b>`;
    expect(html`<p>${[inner, inner]}</p>`.markup).toBe('<p><b>&lt;</b><b>&lt;</b></p>');
  });

  it('takes an object that came from JSON for text where it looks like markup', () => {
    const input: unknown = JSON.parse('"<i>"');
    expect(shown(String(input))).toBe('&lt;i&gt;');
  });

  it('shows what cannot be seen or reorders text', () => {
    expect(shown('a\u0000b\u001bc')).toBe('a␀b␛c');
    expect(shown('a\u202Eb\u2066c\u200Fd\u061C')).toBe('a[U+202E]b[U+2066]c[U+200F]d[U+061C]');
    expect(shown('\u007f\u0085\ufffe')).toBe('[U+007F][U+0085][U+FFFE]');
    expect(shown('\ud800x')).toBe('\ufffdx');
    expect(shown('a\r\nb\n\tc')).toBe('a\nb\n\tc');
    expect(shown('naïve 東京 مرحبا 😀')).toBe('naïve 東京 مرحبا 😀');
  });
});
