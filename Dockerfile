# TeX and texcv, for an ordinary user. See docs/ci.md.
#     docker build -t texcv .
#     docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" texcv render cv/ada.yaml
FROM debian:bookworm-20260824-slim@sha256:88200866dfff7ea7f5cbcb6ec7c8a701889efe6fe859fe64d6990e4b07ea4171

SHELL ["/bin/bash", "-eo", "pipefail", "-c"]

# LuaTeX and the fonts of scripts other than Latin, unless it is empty.
ARG SCRIPTS=apt-scripts

# What is generated for TeX gets a time of whole seconds, as layers keep no more: texcv compares it.
COPY src/texcv/compile/packages.txt /tmp/
RUN apt-get update -qq \
  && sed -n "s/^apt: //p; s/^apt-optional: //p; s/^${SCRIPTS:-none}: //p" /tmp/packages.txt \
  | xargs env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv \
  && rm -rf /var/lib/apt/lists/* \
  && find /etc/texmf /var/lib/texmf -type f -exec touch -d "@$(date +%s)" {} +

COPY pyproject.toml README.md CHANGELOG.md LICENSE /tmp/texcv/
COPY scripts/constraints.txt /tmp/texcv/scripts/
COPY src /tmp/texcv/src
COPY latex_templates /tmp/texcv/latex_templates
RUN python3 -m venv /opt/texcv \
  && /opt/texcv/bin/pip install -q --no-cache-dir -c /tmp/texcv/scripts/constraints.txt /tmp/texcv \
  && ln -s /opt/texcv/bin/texcv /usr/local/bin/texcv

# The preambles of all templates, as they are without options, are dumped once and for all users of the image; and LuaTeX
# looks through its fonts.
ENV XDG_CACHE_HOME=/var/cache/texcv
ARG TEMPLATES="academic awesome banking casual classic fancy moderncv oldstyle plain"
RUN cv() { printf 'name: %s\nsections: {skills: [TeX]}\n' "$1"; }; \
  mkdir /tmp/ada; \
  cv "Ada Example" > /tmp/ada/ada.yaml; \
  for template in $TEMPLATES; do texcv render -q -t "$template" -o /tmp/ada /tmp/ada/ada.yaml; done; \
  if [ -n "$SCRIPTS" ]; then \
    cv "艾达 שלום" > /tmp/ada/other.yaml; \
    texcv render -q -t plain -o /tmp/ada /tmp/ada/other.yaml; \
  fi; \
  rm -rf /tmp/ada "$XDG_CACHE_HOME/texcv/records"; \
  chmod -R a+rwX "$XDG_CACHE_HOME"

RUN useradd --create-home --uid 1000 texcv
USER 1000
WORKDIR /work
ENTRYPOINT ["texcv"]
CMD ["--help"]
