// Test page only: plays the media server inside the page. A WHEP offer that the fake HTTP server accepts is answered by a peer connection
// that sends a drawn picture; window.fakeMedia lets a test freeze or cut it.

interface FakeSession {
  peer: RTCPeerConnection;
  track: MediaStreamTrack;
  frozen: boolean;
}

/** What a publisher of the page sends to the fake server. */
let receiver: RTCPeerConnection | null = null;

const sessions = new Map<string, FakeSession>();
const real = window.fetch.bind(window);

window.fetch = async (input, init) => {
  const response = await real(input, init);
  const url = new URL(typeof input === "string" ? input : input instanceof URL ? input.href : input.url, location.href);
  if (url.pathname.startsWith("/whip/") && response.status === 201) {
    return new Response(await receive(String(init?.body)), { status: 201, headers: response.headers });
  }
  const stream = /^\/whep\/(.*)$/.exec(url.pathname)?.[1];
  if (stream === undefined || response.status !== 201) {
    return response;
  }
  const sdp = await answer(stream, String(init?.body));
  return new Response(sdp, { status: 201, headers: response.headers });
};

async function receive(offer: string): Promise<string> {
  receiver?.close();
  const peer = new RTCPeerConnection();
  receiver = peer;
  await peer.setRemoteDescription({ type: "offer", sdp: offer });
  await peer.setLocalDescription(await peer.createAnswer());
  return gathered(peer);
}

/** The answer with all candidates, as an ICE-lite server gives it. */
async function gathered(peer: RTCPeerConnection): Promise<string> {
  await new Promise<void>((resolve) => {
    if (peer.iceGatheringState === "complete") {
      resolve();
    }
    peer.addEventListener("icegatheringstatechange", () => peer.iceGatheringState === "complete" && resolve());
  });
  return (peer.localDescription?.sdp ?? "").replace(/^(o=.*\r\ns=.*\r\nt=.*\r\n)/m, "$1a=ice-lite\r\n");
}

async function answer(stream: string, offer: string): Promise<string> {
  const sub = stream.endsWith("sub");
  const canvas = document.createElement("canvas");
  canvas.width = sub ? 640 : 1280;
  canvas.height = sub ? 360 : 720;
  const track = canvas.captureStream(15).getVideoTracks()[0];
  if (track === undefined) {
    throw new Error("no canvas track");
  }
  const peer = new RTCPeerConnection();
  const session: FakeSession = { peer, track, frozen: false };
  sessions.get(stream)?.peer.close();
  sessions.set(stream, session);
  await peer.setRemoteDescription({ type: "offer", sdp: offer });
  const video = peer.getTransceivers().find((transceiver) => transceiver.receiver.track.kind === "video");
  if (video !== undefined) {
    video.direction = "sendonly";
    await video.sender.replaceTrack(track);
  }
  for (const transceiver of peer.getTransceivers()) {
    if (transceiver.receiver.track.kind === "audio") {
      transceiver.direction = "inactive";
    }
  }
  await peer.setLocalDescription(await peer.createAnswer());
  const sdp = await gathered(peer);
  draw(canvas, stream, session);
  return sdp;
}

function draw(canvas: HTMLCanvasElement, stream: string, session: FakeSession): void {
  const context = canvas.getContext("2d");
  const hue = [...stream].reduce((sum, letter) => sum + letter.charCodeAt(0) * 7, 0) % 360;
  const { width, height } = canvas;
  let frame = 0;
  const paint = () => {
    if (context === null || session.peer.connectionState === "closed") {
      return;
    }
    if (!session.frozen) {
      frame++;
      const sky = context.createLinearGradient(0, 0, 0, height);
      sky.addColorStop(0, `hsl(${hue} 22% 62%)`);
      sky.addColorStop(1, `hsl(${hue} 16% 26%)`);
      context.fillStyle = sky;
      context.fillRect(0, 0, width, height);
      context.fillStyle = `hsl(${hue} 12% 36%)`;
      context.fillRect(width * 0.1, height * 0.35, width * 0.3, height * 0.65);
      context.fillRect(width * 0.55, height * 0.25, width * 0.35, height * 0.75);
      context.fillStyle = "#d8d2c6";
      context.beginPath();
      context.arc(((frame * width) / 120) % width, height * 0.72, height * 0.06, 0, 7);
      context.fill();
      context.fillStyle = "#fff";
      context.font = `${height / 12}px monospace`;
      context.fillText(new Date().toISOString().slice(11, 22), width * 0.05, height * 0.94);
    }
    setTimeout(paint, 66);
  };
  paint();
}

Object.assign(window, {
  fakeMedia: {
    freeze: (stream: string, frozen: boolean) => {
      const session = sessions.get(stream);
      if (session !== undefined) {
        session.frozen = frozen;
        session.track.enabled = true;
        if (frozen) {
          session.peer.getSenders().forEach((sender) => void sender.replaceTrack(null));
        } else {
          session.peer.getSenders().forEach((sender) => void (sender.track === null && sender.replaceTrack(session.track)));
        }
      }
    },
    /** The publisher's path goes dead without a word. */
    cutPublisher: () => receiver?.close(),
    received: async () => {
      let found = { kinds: [] as string[], frames: 0, codec: "" };
      const codecs = new Map<string, string>();
      const report = await receiver?.getStats();
      report?.forEach(
        (entry: { type: string; id: string; mimeType?: string }) => entry.type === "codec" && codecs.set(entry.id, entry.mimeType ?? ""),
      );
      report?.forEach((entry: { type: string; kind?: string; framesDecoded?: number; codecId?: string; packetsReceived?: number }) => {
        if (entry.type === "inbound-rtp" && (entry.packetsReceived ?? 0) > 0) {
          found = {
            kinds: [...found.kinds, entry.kind ?? ""].sort(),
            frames: found.frames + (entry.framesDecoded ?? 0),
            codec: entry.kind === "video" ? (codecs.get(entry.codecId ?? "") ?? "") : found.codec,
          };
        }
      });
      return found;
    },
    cutAll: () => sessions.forEach((session) => session.peer.close()),
  },
});
