/** The servers page, a server's page, and everything that adds, changes or groups servers. */
export const servers = {
  'servers.title': 'Servers',
};
