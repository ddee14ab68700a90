// One server with an organization, for the tests that do not need one of their own. It is started
// by the first that asks, and ended after the last test.
import { after } from 'node:test';
import { addPerson, setUp } from './people.mjs';
import { startServer } from './server.mjs';

let starting = null;

export const developerPerson = {
    full_name: 'Dev Lindqvist',
    email: 'dev@harbor.example',
    user_persona: 'Individual Developer',
};

async function start() {
    const server = await startServer();
    const admin = await setUp(server);
    const developer = await addPerson(admin, developerPerson);
    return { server, admin, developer };
}

/** {server, admin, developer}: the server, and the browsers of two people who are signed in. */
export function shared() {
    starting ??= start();
    return starting;
}

after(async () => {
    const made = await starting?.catch(() => null);
    await made?.server.stop();
});
