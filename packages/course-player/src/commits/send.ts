/** What became of a message: `closed` is final, `failed` may go better next time. */
export type SendAnswer = 'stored' | 'elsewhere' | 'closed' | 'failed';

const headers = { 'Content-Type': 'application/json' };

/** Returns when it is answered: the content is told whether it was stored. */
export function sendAndWait(url: string, body: string): SendAnswer {
  const request = new XMLHttpRequest();
  try {
    request.open('POST', url, false);
    request.setRequestHeader('Content-Type', 'application/json');
    request.send(body);
  } catch {
    return 'failed';
  }
  return answerOf(request.status);
}

export async function send(url: string, body: string): Promise<SendAnswer> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body });
    return answerOf(answer.status);
  } catch {
    return 'failed';
  }
}

/** When the page goes: nobody waits for the answer. Whether it was sent off. */
export function sendLast(url: string, body: string): boolean {
  const blob = new Blob([body], { type: 'application/json' });
  return navigator.sendBeacon(url, blob);
}

function answerOf(status: number): SendAnswer {
  if (status >= 200 && status < 300) return 'stored';
  if (status === 409) return 'elsewhere';
  return status === 404 || status === 410 ? 'closed' : 'failed';
}
