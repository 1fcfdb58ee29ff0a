#!/bin/sh
# containerd as the component suite starts a container runtime: the suite's flags become a configuration.
#
#   dinghy conformance run --component "container-runtime=Conformance/06-Pods/containerd.sh"
#
# In PATH: containerd, containerd-shim-runc-v2, runc, ctr. IMAGES is a folder of archives (docker save), with
# docker.io/library/busybox:latest (the last one from behind: with it the cases begin), and suite.local/pause:1, which does
# nothing but sleep.
for word; do
  case $word in
    --listen=*) socket=${word#--listen=unix://} ;;
    --root=*) root=${word#--root=} ;;
    --state=*) state=${word#--state=} ;;
    --cni-bin-dir=*) plugins=${word#--cni-bin-dir=} ;;
    --cni-conf-dir=*) networks=${word#--cni-conf-dir=} ;;
  esac
done
cat >"$root/config.toml" <<CONFIG
version = 2
root = "$root/containerd"
state = "$state/containerd"
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
  address = "$socket"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "suite.local/pause:1"
  disable_apparmor = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$plugins"
    conf_dir = "$networks"
CONFIG
if [ ! -e "$root/loaded" ]; then
  touch "$root/loaded"
  (
    until ctr -a "$socket" version >/dev/null 2>&1; do sleep 0.1; done
    for archive in $(ls -r "$IMAGES"/*.tar); do ctr -a "$socket" -n k8s.io images import "$archive"; done
  ) &
fi
exec containerd -c "$root/config.toml"
