import { expect } from 'chai';
import { greet } from './greeting.ts';

const config = { publicUrl: 'https://hub.example.org' };
const firstStart = { tenantId: 't', apiKey: 'cw_key', adminToken: 'token' };

function greeting(hub: Parameters<typeof greet>[0]): string {
  let text = '';
  greet(hub, {
    write: (part) => {
      text += part;
    },
  });
  return text;
}

describe('the greeting in the terminal', () => {
  it('shows the address, the API key and the admin link at the first start', () => {
    const text = greeting({ config, firstStart });
    expect(text).to.include('https://hub.example.org\n').and.include('cw_key');
    expect(text).to.include('https://hub.example.org/start/token');
  });

  it('shows the address alone at later starts', () => {
    const text = greeting({ config, firstStart: undefined });
    expect(text.trim()).to.match(/^\S.*https:\/\/hub\.example\.org$/);
  });

  it('does not repeat a key that its operator chose', () => {
    const text = greeting({ config, firstStart: { ...firstStart, apiKey: undefined } });
    expect(text).to.include('/start/token');
    expect(text).to.not.include('API key');
  });
});
