#!/bin/sh
# Members of an etcd cluster on loopback addresses of their own, as processes.
#
#   members.sh start 4    m1 … m4      members.sh kill m3    without warning      members.sh again m3
#   members.sh end        all of them, and their data
# Then: etcdctl --endpoints 127.0.30.1:2379 …
dinghy=${DINGHY:-bin/dinghy}
folder=${FOLDER:-/tmp/dinghy-members}

run() {
    number=${1#m}
    address=http://127.0.30.$number
    nohup "$dinghy" etcd --name "$1" --data-dir "$folder/$1" \
        --listen-client-urls "$address:2379" --advertise-client-urls "$address:2379" \
        --listen-peer-urls "$address:2380" --initial-advertise-peer-urls "$address:2380" \
        --initial-cluster "$(cat "$folder/cluster")" >>"$folder/$1.log" 2>&1 &
    echo $! >"$folder/$1.pid"
}

case $1 in
start)
    mkdir "$folder" || exit 1
    for number in $(seq "$2"); do printf 'm%s=http://127.0.30.%s:2380\n' "$number" "$number"; done |
        paste -sd, >"$folder/cluster"
    for number in $(seq "$2"); do run "m$number"; done ;;
kill) kill -9 "$(cat "$folder/$2.pid")" ;;
again) run "$2" ;;
end)
    for file in "$folder"/*.pid; do kill -9 "$(cat "$file")" 2>/dev/null; done
    rm -r "$folder" ;;
*) sed -n '2,/^dinghy/s/^# \{0,1\}//p' "$0"; exit 1 ;;
esac
