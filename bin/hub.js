#!/usr/bin/env node
console.log('hub', process.argv.slice(2));
