import { expect } from 'chai';
import { strictLms } from '../../../test/strict-scorm12.ts';
import { strictScorm2004 } from '../../../test/strict-scorm2004.ts';
import { type ApiWindow, findApi } from './api-search.ts';

const { api } = strictLms();
const api2004 = strictScorm2004().api;
const find = (start: ApiWindow) => findApi(start, 'API');

function frame(in_: ApiWindow | null, own: Partial<ApiWindow> = {}): ApiWindow {
  const made = { opener: null, ...own } as { parent: ApiWindow } & ApiWindow;
  Object.defineProperty(made, 'parent', { value: in_ ?? made });
  return made;
}

/** As a window of another origin: nothing but `parent` may be looked at. */
function foreign(in_: ApiWindow | null): ApiWindow {
  const made = frame(in_);
  return new Proxy(made, {
    get(target, key) {
      if (key === 'parent') return target.parent;
      throw new DOMException('Blocked a frame', 'SecurityError');
    },
  });
}

describe('finding the SCORM API', () => {
  it('in the window itself and in any parent', () => {
    expect(find(frame(null, { API: api }))).to.equal(api);
    expect(find(frame(frame(frame(null, { API: api }))))).to.equal(api);
  });
  it('in the opener and in the parents of the opener', () => {
    const opener = frame(frame(null, { API: api }));
    expect(find(frame(null, { opener }))).to.equal(api);
    expect(find(frame(frame(null, { opener })))).to.equal(api);
  });
  it('beyond a frame of another origin', () => {
    expect(find(frame(foreign(frame(null, { API: api }))))).to.equal(api);
  });
  it('takes the API of its own version where both are offered', () => {
    const both = frame(null, { API: api, API_1484_11: api2004 });
    expect(find(frame(both))).to.equal(api);
    expect(findApi(both, 'API_1484_11')).to.equal(api2004);
  });
  it('ends without one: file pages, closed openers, loops of frames', () => {
    expect(find(foreign(null))).to.equal(null);
    expect(find(frame(foreign(foreign(null))))).to.equal(null);
    const a = { opener: null } as { parent?: ApiWindow } & Partial<ApiWindow>;
    const b = frame(a as ApiWindow);
    a.parent = b;
    expect(find(b)).to.equal(null);
  });
});
