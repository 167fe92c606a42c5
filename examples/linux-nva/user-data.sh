#!/bin/sh
# Debian 12, at the first boot of each instance: reads its addresses from the instance metadata service, fills in the rules
# and starts them. The files of this folder lie in /etc/nva on the image; MODE and what you publish stand in settings.
set -eu
cd /etc/nva
MODE=loose PEER_NAME='' HEALTH=4433 NETWORKS='{ 10.0.0.0/8 }' SERVER=10.0.20.10 PUBLISHED_TCP='{ 443 }' PUBLISHED_UDP='{ 443 }'
if [ -f settings ]; then . ./settings; fi

imds=http://169.254.169.254/latest
token=$(curl -fsS --retry 10 --retry-connrefused -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$imds/api/token")
read_imds() { curl -fsS --retry 10 -H "X-aws-ec2-metadata-token: $token" "$imds/meta-data/$1"; }
OWN=$(read_imds local-ipv4)
PUBLIC=$(read_imds public-ipv4 || echo none)   # a replacement gets the address later, so nothing here depends on it
DEVICE=$(ip -o route get 169.254.169.254 | sed 's/.* dev \([^ ]*\).*/\1/')
IDENTITY=100.64.0.1
PEER=127.0.0.1
if [ -n "$PEER_NAME" ]; then PEER=$(getent ahostsv4 "$PEER_NAME" | sed -n '1s/ .*//p'); fi
logger -t nva "own $OWN, public $PUBLIC, peer ${PEER:=127.0.0.1}, $MODE rules"

for name in OWN PEER IDENTITY HEALTH NETWORKS SERVER PUBLISHED_TCP PUBLISHED_UDP; do
  eval "echo \"define $name = \$$name\""
done > addresses.nft
printf 'flush ruleset\ninclude "/etc/nva/addresses.nft"\ninclude "/etc/nva/%s.nft"\n' "$MODE" > /etc/nftables.conf
ip address replace "$IDENTITY/32" dev lo
echo nf_conntrack > /etc/modules-load.d/nva.conf
modprobe nf_conntrack
loose=1
if [ "$MODE" = strict ]; then loose=0; fi
printf 'net.ipv4.%s\n' ip_forward=1 conf.all.rp_filter=0 conf.default.rp_filter=0 conf.all.send_redirects=0 > /etc/sysctl.d/90-nva.conf
echo "net.netfilter.nf_conntrack_tcp_loose=$loose" >> /etc/sysctl.d/90-nva.conf
sysctl -q --system
systemctl enable --now nftables
systemctl restart nftables

# What the probe asks: a port of the host itself, so that a server behind it that is down replaces nothing.
printf '[Socket]\nListenStream=%s\nAccept=yes\n[Install]\nWantedBy=sockets.target\n' "$HEALTH" > /etc/systemd/system/nva-health.socket
printf '[Service]\nExecStart=/bin/true\nStandardInput=socket\n' > /etc/systemd/system/nva-health@.service
systemctl daemon-reload
systemctl enable --now nva-health.socket

if [ "$MODE" = strict ] && [ "$PEER" != 127.0.0.1 ]; then
  mkdir -p /run/nva
  sed "s|@OWN@|$OWN|; s|@PEER@|$PEER|; s|@DEVICE@|$DEVICE|; s|@RUN@|/run/nva|" conntrackd.conf > /etc/conntrackd/conntrackd.conf
  systemctl restart conntrackd
fi
