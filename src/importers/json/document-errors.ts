/** Collects what is wrong by JSON pointer, and throws once there is enough of it. */
export interface DocumentErrors {
  add(pointer: string, detail: string): void;
}
