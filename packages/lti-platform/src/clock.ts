/** Time in ms since 1970. */
export interface Clock {
  now(): number;
}

export interface MovableClock extends Clock {
  advance(ms: number): void;
}

/** A clock that stands at `start` until it is moved. */
export function fixedClock(start: number): MovableClock {
  let time = start;
  return {
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
  };
}

/** The system's clock, which can be put forward. */
export function runningClock(): MovableClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}

export const secondsOf = (clock: Clock): number => Math.floor(clock.now() / 1000);
