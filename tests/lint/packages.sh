#!/bin/sh
# packages.sh check|install PACKAGE... - the Debian packages that the build or
# the tests need. check: name what is missing, and fail. install: say what is
# missing, and install it with apt (through sudo where we are not root).
action=$1
shift
command -v dpkg-query >/dev/null 2>&1 || exit 0 # not Debian: the compiler says

missing=
for package in "$@"; do
    case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
    *' installed') ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

if [ "$action" = check ]; then
    echo "missing Debian packages:$missing" >&2
    echo 'run `make deps` to install them' >&2
    exit 1
fi

sudo=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "missing Debian packages:$missing" >&2
        echo 'run as root: apt-get install'"$missing" >&2
        exit 1
    fi
    sudo=sudo
fi
echo "installing Debian packages:$missing"
# shellcheck disable=SC2086 # a list of words is what is wanted
if ! $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
    --no-install-recommends $missing >/dev/null 2>&1; then
    $sudo apt-get update -q >/dev/null &&
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
            --no-install-recommends $missing >/dev/null || {
        echo "apt-get could not install:$missing" >&2
        exit 1
    }
fi
