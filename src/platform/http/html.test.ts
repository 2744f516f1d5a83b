import { expect } from 'chai';
import { html } from './html.ts';

describe('html', () => {
  it('escapes whatever is put into it, also inside attributes', () => {
    const title = `<script>"'&`;
    expect(html`<p title="${title}">${title}</p>`.markup).to.equal(
      '<p title="&lt;script&gt;&quot;&#39;&amp;">&lt;script&gt;&quot;&#39;&amp;</p>',
    );
  });

  it('takes markup of its own as it is, alone and in lists', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>`.markup).to.equal('<ul><li>a</li><li>&lt;b&gt;</li></ul>');
  });

  it('shows nothing for what is missing, and zero as zero', () => {
    expect(html`${null}${undefined}${false}${''}${0}`.markup).to.equal('0');
  });
});
