# The bot as a container. `docker build .` makes the slim one; `docker build --target translate .` adds Argos Translate,
# without torch (docs/translation.md says why it is not needed).

# Debian's own Python: no pip and no compiler to take out again, and Debian mends it for years.
FROM debian:trixie-slim AS python
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/apt /var/log/*.log

FROM python AS installer
RUN apt-get update && apt-get install --yes --no-install-recommends python3-venv
# Wheels only: nothing is compiled. pip has a folder of its own, which is not shipped.
ENV PIP_NO_CACHE_DIR=1 PIP_ONLY_BINARY=:all: PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python3 -m venv /pip && python3 -m venv --without-pip /venv
WORKDIR /source
COPY pyproject.toml ./
RUN printf '%s\n' \
        'import sys, tomllib' \
        'project = tomllib.load(open("pyproject.toml", "rb"))["project"]' \
        'extras = project["optional-dependencies"]' \
        'print(*project["dependencies"], *(line for name in sys.argv[1:] for line in extras[name]), sep="\n")' \
        > /requirements.py

# Before the program, so that a changed answer builds in a minute and whoever pulls it gets what changed and no more.
FROM installer AS libraries
RUN python3 /requirements.py > /requirements.txt \
    && /pip/bin/pip --python /venv/bin/python install --requirement /requirements.txt \
    && find /venv -depth -type d -name tests -exec rm -r {} +

FROM libraries AS libraries-translate
RUN python3 /requirements.py argos > /requirements.txt \
    && /pip/bin/pip --python /venv/bin/python install --requirement /requirements.txt \
    && /pip/bin/pip --python /venv/bin/python install --no-deps 'argostranslate==1.11.*' \
    && find /venv -depth -type d -name tests -exec rm -r {} +

FROM libraries AS program
COPY README.md LICENSE ./
COPY bot bot
COPY faq faq
COPY translations translations
# Checked and fitted here: no broken answer becomes an image, and the first start is as quick as every other.
RUN /pip/bin/pip --python /venv/bin/python install --no-deps --root /program /source \
    && PYTHONPATH=$(echo /program/venv/lib/python3*/site-packages) /venv/bin/python -P -m bot prepare --ship

FROM python AS base
RUN groupadd --system --gid 10001 bot \
    && useradd --system --uid 10001 --gid 10001 --home-dir /app --shell /usr/sbin/nologin bot \
    && install --directory --owner bot --group bot --mode 0700 /app/data
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HTTP_HOST=0.0.0.0 HTTP_PORT=8080
# The one folder that is written to. The rest may be mounted read-only: docker run --read-only
VOLUME /app/data
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"HTTP_PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["bamex-bot"]
CMD ["run"]

FROM base AS translate
ENV XDG_CACHE_HOME=/app/data/cache XDG_CONFIG_HOME=/app/data/config XDG_DATA_HOME=/app/data/share
COPY --from=libraries-translate /venv /venv
COPY --from=program /program/venv /venv
COPY faq faq
COPY translations translations

# Last, so that it is what `docker build .` makes.
FROM base AS slim
COPY --from=libraries /venv /venv
COPY --from=program /program/venv /venv
COPY faq faq
COPY translations translations
