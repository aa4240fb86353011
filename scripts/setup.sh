#!/bin/sh
# Installs what texcv needs and this machine lacks: TeX by apt, and texcv itself, editable, into .venv.
# Usage: sh scripts/setup.sh [test | bench]     also what the tests, or the measurements, need;
#        sh scripts/setup.sh ci [scripts]       for a machine that lives for one build: known versions of the libraries,
#                                               and if asked for LuaTeX and the fonts of other scripts.
set -eu
cd "$(dirname "$0")/.."
list=src/texcv/compile/packages.txt

packages() { sed -n "s/^$1: //p" "$list"; }

# --- TeX ---------------------------------------------------------------------
# Whatever TeX is there is taken, if it has all that texcv needs.
has_tex() {
  command -v latexmk >/dev/null 2>&1 && command -v pdflatex >/dev/null 2>&1 && command -v kpsewhich >/dev/null 2>&1 || return 1
  # shellcheck disable=SC2046
  kpsewhich $(packages files) >/dev/null # fails if one of them is missing
}

# LuaTeX, and a font of each package, if they are wanted.
has_scripts() {
  command -v lualatex >/dev/null 2>&1 || return 1
  # shellcheck disable=SC2046
  kpsewhich $(packages files-scripts) >/dev/null
}

absent=""
if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
  wanted=""
  has_tex || wanted=$(packages apt)
  [ "${1:-}" = test ] && wanted="$wanted $(packages apt-optional)"
  case "$*" in test | *scripts) has_scripts || wanted="$wanted $(packages apt-scripts)" ;; esac
  python3 -c 'import ensurepip, venv' 2>/dev/null || wanted="$wanted python3-venv"
  for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || absent="${absent:+$absent }$package"
  done
  if [ -n "$absent" ]; then
    echo "Installing $absent (a minute or two)"
    sudo=""
    if [ "$(id -u)" -ne 0 ]; then
      command -v sudo >/dev/null 2>&1 || { echo "You are not root and there is no sudo: ask for these packages." >&2; exit 1; }
      sudo="sudo"
    fi
    log=$(mktemp)
    before=$(mktemp)
    # shellcheck disable=SC2086
    if ! { $sudo apt-get update -qq &&
      $sudo env DEBIAN_FRONTEND=noninteractive SOURCE_DATE_EPOCH=1767225600 FORCE_SOURCE_DATE=1 \
        apt-get install -y -qq --no-install-recommends $absent; } >"$log" 2>&1; then
      cat "$log" >&2
      exit 1
    fi
    # A dumped preamble serves as long as TeX's files have the size and the time that they had. Each machine of a CI
    # generates some of them anew: they get a time that follows from the packages, and (above) pdfTeX's the same bytes.
    if [ "${1:-}" = ci ]; then
      stamp=$(dpkg-query -W -f '${Package} ${Version}\n' 'tex*' 'lmodern*' 'latexmk*' | cksum | cut -d ' ' -f 1)
      $sudo find /etc/texmf /var/lib/texmf -type f -newer "$before" -exec touch -d "@$((stamp / 4))" {} +
    fi
    rm -f "$log" "$before"
  fi
elif ! has_tex; then
  cat >&2 <<TXT
texcv needs TeX, and this machine has no apt to install it with. Install it with:
  Fedora    sudo dnf install $(packages dnf)
  Arch      sudo pacman -S --needed $(packages pacman)
  macOS     brew install --cask mactex-no-gui
            or, on BasicTeX: sudo tlmgr install $(packages tlmgr)
  Windows   winget install MiKTeX.MiKTeX StrawberryPerl.StrawberryPerl
            or TeX Live, and in it: tlmgr install $(packages tlmgr)
Then call make again.
For scripts other than Latin, also install
  Fedora    $(packages dnf-scripts)
  Arch      $(packages pacman-scripts)
  TeX Live  $(packages tlmgr-scripts), and the fonts Noto and Symbola
TXT
  exit 1
fi

# --- Python ------------------------------------------------------------------
python=""
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { echo "texcv needs Python 3.11 or later." >&2; exit 1; }

known=""
case ${1:-} in
  ci) extras="" known="-c scripts/constraints.txt" ;;
  test) extras="[dev]" ;;
  bench) extras="[bench]" ;;
  *) extras="" ;;
esac
done=.venv/installed${1:+-$1}
if [ ! -e "$done" ] || [ pyproject.toml -nt "$done" ]; then
  echo "Installing texcv into .venv"
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  # shellcheck disable=SC2086
  .venv/bin/python -m pip install -q --disable-pip-version-check $known -e ".$extras"
  touch "$done"
fi
.venv/bin/python -m compileall -q src # also where Python may not do so as it runs: each command would take twice as long
