export type ClientProfile = 'entra' | 'okta' | 'onelogin' | 'jumpcloud' | 'google' | 'generic';
