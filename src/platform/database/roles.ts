/** The role without any power of its own that the hub steps down to where its login has too much. */
export const APP_ROLE = 'hub_app';
