import { build, isBuilt } from './build.js';

/** Imports a compiled module, after building it if need be; what fails is said without a stack. */
export async function enter(module) {
  try {
    if (!isBuilt()) {
      console.error('Building what is not built ...');
      build();
    }
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  await import(new URL(`../dist/src/${module}`, import.meta.url));
}
