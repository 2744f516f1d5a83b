import { expect } from 'chai';
import { sampleContent } from '../test/sample-content.ts';
import { readLaunch } from './launch.ts';

const content = sampleContent();
const at = (pathname: string, search = '') => ({ pathname, search });

describe('launch', () => {
  it('a package says what to report to', () => {
    const place = { location: at('/x/index.html'), data: {}, content, tracking: 'scorm12' };
    expect(readLaunch(place)).to.deep.equal({ tracking: 'scorm12', content });
  });
  it('a package of SCORM 2004 says its edition and how many parts its course has', () => {
    const data = { tracking: 'scorm2004', edition: '3', parts: '5' };
    const place = { location: at('/x/'), data, content, tracking: undefined };
    expect(readLaunch(place)).to.deep.equal({
      tracking: 'scorm2004',
      edition: 3,
      parts: 5,
      content,
    });
  });
  it('a package of cmi5 takes what the learning platform added to its URL', () => {
    const query = '?endpoint=https%3A%2F%2Flrs.example%2F';
    const data = { tracking: 'cmi5' };
    const place = { location: at('/x/', query), data, content, tracking: undefined };
    expect(readLaunch(place)).to.deep.equal({ tracking: 'cmi5', query, content });
  });
  it('a launch may only turn reporting off', () => {
    const scorm = { location: at('/', '?tracking=memory'), data: {}, content, tracking: 'scorm12' };
    expect(readLaunch(scorm).tracking).to.equal('memory');
    const memory = {
      location: at('/', '?tracking=scorm12'),
      data: {},
      content,
      tracking: 'memory',
    };
    expect(readLaunch(memory).tracking).to.equal('memory');
    const hub = { location: at('/', '?tracking=hub'), data: {}, content, tracking: undefined };
    expect(readLaunch(hub).tracking).to.equal('memory');
  });
  it('on the web the script names the API, and the path ends in the link', () => {
    const data = { tracking: 'hub', api: '/play/api' };
    const place = {
      location: at('/play/abc.def%2Bg/'),
      data,
      content: undefined,
      tracking: undefined,
    };
    expect(readLaunch(place)).to.deep.equal({
      tracking: 'hub',
      api: '/play/api',
      link: 'abc.def+g',
    });
  });
});
