// npm run harness: the wall over the fake server, to look at.
import { startFake } from "./server.mjs";

const tiles = [0, 1, 2, 3].map((slot) => ({ slot, deviceId: `cam${slot + 1}` }));
const fake = await startFake({ port: Number(process.env.PORT ?? 0), tiles });
fake.state.verdicts.cam3 = { status: 503, reason: "host-unreachable", detail: "No route to host 192.0.2.10:554." };
console.log(fake.url);
