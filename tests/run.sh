#!/bin/sh
# run.sh TEST - for prove: a shell script by sh, a program as it is.
case $1 in
*.t) exec sh "$@" ;;
*) exec "$@" ;;
esac
