#!/bin/sh
# A controller of a few lines: there should be three ConfigMaps with the label app=trio. It reads a copy, never the API
# server; the copy is a file that a watch fills, five seconds late.
#
#     three.sh naive      looks at the copy, and makes what is missing
#     three.sh careful    notes what it has made, and waits until the copy shows it
copy=$(mktemp)
selector='labelSelector=app%3Dtrio'
kubectl get --raw "/api/v1/namespaces/default/configmaps?watch=true&timeoutSeconds=8&$selector" | {
    sleep 5
    while read -r event; do
        case $event in *'"ADDED"'*) echo one more >> "$copy" ;; esac
    done
} &
expected=0
for look in 1 2 3; do
    seen=$(wc -l < "$copy")
    missing=$((3 - seen))
    if [ "$1" = careful ] && [ "$seen" -lt "$expected" ]; then
        echo "look $look: my copy shows $seen, and $expected are on their way: I wait"
        missing=0
    else
        echo "look $look: my copy shows $seen, so I make $missing"
    fi
    while [ "$missing" -gt 0 ]; do
        kubectl create -f Chapters/05-Reconciliation/trio.yaml > /dev/null
        expected=$((expected + 1))
        missing=$((missing - 1))
    done
done
wait
echo "later my copy shows $(wc -l < "$copy")"
rm "$copy"
