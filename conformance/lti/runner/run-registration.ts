import { createPlatform, type Violation } from '@crosswalk/lti-platform';
import type { RegistrationCase } from '../case.ts';
import type { ToolDriver } from '../tool-driver.ts';
import { toAnswer } from './flow.ts';
import { UnmetError, want } from './outcome.ts';
import { filledIn } from './placeholders.ts';
import { launchOf, openClass } from './school.ts';

/** Each on a platform of its own, which the tool has never met. */
export async function runRegistration(
  driver: ToolDriver,
  { mutate, expect }: RegistrationCase,
  seed: number,
): Promise<readonly Violation[]> {
  const platform = await createPlatform({ seed });
  try {
    platform.faults.set(...filledIn(mutate.faults ?? [], { url: platform.url }));
    const token = mutate.token === 'invented' ? { token: 'invented' } : {};
    const failure = await (driver.register?.(platform, token) ?? Promise.reject()).then(
      () => undefined,
      (error: unknown) => error,
    );
    const isRegistered = failure === undefined && platform.tools().length === 1;
    if (expect === 'refused') {
      const isLate = failure instanceof Error && failure.name === 'TimeoutError';
      want(failure !== undefined && !isLate, `a refusal, not ${failure}`);
      return [];
    }
    const broken = platform.violations.all.map(({ rule, detail }) => `${rule} ${detail}`);
    want(isRegistered, `a registration, not ${failure} ${broken}`);
    if (mutate.thenLaunch) {
      const [tool] = platform.tools();
      if (!tool) throw new UnmetError('a tool');
      const at = openClass({ platform, tool, custom: driver.custom });
      const { browser, form } = await toAnswer(launchOf(at, 'student', {}));
      const page = await browser.submit(form);
      want(
        (await driver.judge(page, browser)) !== undefined,
        `a launch; it came to ${page.status}`,
      );
    }
    return platform.violations.take();
  } finally {
    await platform.close();
  }
}
