"""GStreamer's RTSP server as a camera. Reads one JSON object from its first input line, prints "PORT n" when it listens,
and ends when its input closes.

{"mounts": {"/live": "( ... name=pay0 )"}, "user": null, "password": null, "scheme": "digest", "protocols": "any"}
"""
import json
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

PROTOCOLS = {
    "any": GstRtsp.RTSPLowerTrans.TCP | GstRtsp.RTSPLowerTrans.UDP,
    "tcp": GstRtsp.RTSPLowerTrans.TCP,
    "udp": GstRtsp.RTSPLowerTrans.UDP,
}


def main():
    Gst.init(None)
    wish = json.loads(sys.stdin.readline())
    loop = GLib.MainLoop()
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")

    permissions = None
    if wish.get("user"):
        auth = GstRtspServer.RTSPAuth()
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "viewer")
        if wish.get("scheme") == "basic":
            auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
            auth.add_basic(GstRtspServer.RTSPAuth.make_basic(wish["user"], wish["password"]), token)
        else:
            auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
            auth.add_digest(wish["user"], wish["password"], token)
        server.set_auth(auth)
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)

    mounts = server.get_mount_points()
    for path, launch in wish["mounts"].items():
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(launch)
        factory.set_shared(True)
        factory.set_protocols(PROTOCOLS[wish.get("protocols", "any")])
        if permissions:
            factory.set_permissions(permissions)
        mounts.add_factory(path, factory)
    server.attach(None)

    def until_input_ends():
        sys.stdin.read()
        GLib.idle_add(loop.quit)

    threading.Thread(target=until_input_ends, daemon=True).start()
    print("PORT", server.get_bound_port(), flush=True)
    loop.run()


main()
