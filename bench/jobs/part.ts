import type { Part } from '../context.ts';
export const jobsPart: Part = async () => [];
