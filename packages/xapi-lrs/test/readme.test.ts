import { readmeExamples, storeAndRead, withServer } from './example-server.ts';

describe('README of xapi-lrs', () => {
  it('its first example is an LRS that stores a statement and gives it back', async () => {
    const [code = ''] = await readmeExamples();
    await withServer({ code }, storeAndRead);
  });
});
