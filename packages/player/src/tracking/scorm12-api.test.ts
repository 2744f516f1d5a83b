import { expect } from 'chai';
import { strictLms } from '../../test/strict-scorm12.ts';
import { type ApiWindow, findScorm12Api } from './scorm12-api.ts';

const { api } = strictLms();

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

describe('finding the SCORM 1.2 API', () => {
  it('in the window itself and in any parent', () => {
    expect(findScorm12Api(frame(null, { API: api }))).to.equal(api);
    expect(findScorm12Api(frame(frame(frame(null, { API: api }))))).to.equal(api);
  });
  it('in the opener and in the parents of the opener', () => {
    const opener = frame(frame(null, { API: api }));
    expect(findScorm12Api(frame(null, { opener }))).to.equal(api);
    expect(findScorm12Api(frame(frame(null, { opener })))).to.equal(api);
  });
  it('beyond a frame of another origin', () => {
    expect(findScorm12Api(frame(foreign(frame(null, { API: api }))))).to.equal(api);
  });
  it('takes the 1.2 API where the 2004 one is offered too', () => {
    const both = frame(null, { API: api, ...{ API_1484_11: {} } });
    expect(findScorm12Api(frame(both))).to.equal(api);
  });
  it('ends without one: file pages, closed openers, loops of frames', () => {
    expect(findScorm12Api(foreign(null))).to.equal(null);
    expect(findScorm12Api(frame(foreign(foreign(null))))).to.equal(null);
    const a = { opener: null } as { parent?: ApiWindow } & Partial<ApiWindow>;
    const b = frame(a as ApiWindow);
    a.parent = b;
    expect(findScorm12Api(b)).to.equal(null);
  });
});
