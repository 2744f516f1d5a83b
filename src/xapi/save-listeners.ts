import type { AfterSave, AtOnce } from '@crosswalk/xapi-lrs';

/** Takes part in the transactions that store statements. */
export interface SaveListener {
  afterSave: AfterSave;
  write: AtOnce['write'];
}

/** @param condition that of `AtOnce` */
export function hooksOf(listeners: readonly SaveListener[], condition?: AtOnce['condition']) {
  const afterSave: AfterSave = async (db, saved) => {
    await Promise.all(listeners.map((listener) => listener.afterSave(db, saved)));
  };
  const write: AtOnce['write'] = async (db, statements) => {
    await Promise.all(listeners.map((listener) => listener.write(db, statements)));
  };
  return { afterSave, atOnce: { condition, write } };
}
