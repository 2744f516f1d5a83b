import { expect } from 'chai';
import type { ToPlayer, ToShell } from '../relay/messages.ts';
import { memoryTracking } from '../tracking/memory.ts';
import type { Tracking } from '../tracking/tracking.ts';
import type { DispatchLaunch, LaunchAnswer } from './launch-dispatch.ts';
import { createShell, type ShellView } from './shell.ts';
import { shellLanguage } from './strings.ts';

const OPEN: LaunchAnswer = { kind: 'open', url: 'https://hub.example/play/code' };

function setup(answers: LaunchAnswer[], tracking: Tracking | null = memoryTracking()) {
  const timers: (() => void)[] = [];
  const views: ShellView[] = [];
  const asked: DispatchLaunch[] = [];
  const frames: string[] = [];
  const heard: ToPlayer[] = [];
  let say: (message: ToShell) => void = () => {};
  const shell = createShell({
    tracking,
    dispatch: 'signed',
    async launch(request) {
      asked.push(request);
      return answers.shift() ?? { kind: 'down' };
    },
    show: (view) => views.push(view),
    openFrame: (url) => frames.push(url),
    port: {
      post: (message) => heard.push(message),
      listen: (hear) => {
        say = hear;
      },
    },
    setTimer: (run) => timers.push(run),
  });
  const hello = () => say({ protocol: 'crosswalk-dispatch/1', channel: 'c', kind: 'hello' });
  const fire = async () => {
    for (const run of timers.splice(0)) run();
    await settle();
  };
  return { shell, views, asked, frames, heard, hello, fire };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const kinds = (views: ShellView[]) => views.map(({ kind }) => kind);

describe('shell of a dispatch', () => {
  it('without a platform says so, and asks the hub for nothing', async () => {
    const { shell, views, asked } = setup([OPEN], null);
    await shell.open();
    expect(views.at(-1)?.kind).to.equal('no-platform');
    expect(asked).to.deep.equal([]);
  });

  it('tells the hub who learns, and shows the player when it says hello', async () => {
    const learner = { id: 'l1', name: 'Emmy' };
    const init = async () => ({ ...(await memoryTracking().init()), learner });
    const { shell, views, asked, frames, heard, hello } = setup([OPEN], {
      ...memoryTracking(),
      init,
    });
    await shell.open();
    expect(asked).to.deep.equal([{ dispatch: 'signed', learner, mode: 'normal' }]);
    expect(frames).to.deep.equal(['https://hub.example/play/code']);
    expect(views.at(-1)?.kind).to.equal('opening');
    hello();
    expect(views.at(-1)?.kind).to.equal('player');
    expect(heard.at(-1)).to.include({ kind: 'welcome', channel: 'c' });
  });

  it('tries again by itself while the hub is down, and stops when it is up', async () => {
    const { shell, views, asked, hello, fire } = setup([{ kind: 'down' }, { kind: 'down' }, OPEN]);
    await shell.open();
    expect(views.at(-1)?.kind).to.equal('down');
    await fire();
    await fire();
    hello();
    await fire();
    expect(views.at(-1)?.kind).to.equal('player');
    expect(asked).to.have.length(3);
  });

  it('one press on the button is one try, beside the one that was to come by itself', async () => {
    const { shell, views, asked, fire } = setup([{ kind: 'down' }, OPEN]);
    await shell.open();
    const view = views.at(-1);
    if (view?.kind === 'down') view.retry();
    await settle();
    await fire();
    expect(asked).to.have.length(2);
  });

  it('says that the content cannot be reached when the page of the player never comes', async () => {
    const { shell, views, fire } = setup([OPEN]);
    await shell.open();
    await fire();
    expect(views.at(-1)?.kind).to.equal('down');
  });

  it('shows why the hub refuses', async () => {
    const { shell, views } = setup([{ kind: 'refused', code: 'seats_taken', detail: '' }]);
    await shell.open();
    expect(views.at(-1)).to.include({ kind: 'refused', code: 'seats_taken' });
    expect(kinds(views)).to.deep.equal(['opening', 'opening', 'refused']);
  });

  it('ends the session with the platform once, however often it is left', async () => {
    let ends = 0;
    const finish = async () => {
      ends++;
    };
    const { shell } = setup([OPEN], { ...memoryTracking(), finish });
    await shell.open();
    shell.leave();
    shell.leave();
    expect(ends).to.equal(1);
  });

  it('speaks the language of the learner, with the same reasons in each', () => {
    expect(shellLanguage(['ar-EG', 'en'])).to.include({ locale: 'ar', direction: 'rtl' });
    expect(shellLanguage(['nl'])).to.include({ locale: 'en', direction: 'ltr' });
    const codes = ['en', 'de', 'es', 'fr', 'ar'].map((locale) =>
      Object.keys(shellLanguage([locale]).strings.refused).join(),
    );
    expect(new Set(codes)).to.have.property('size', 1);
  });
});
