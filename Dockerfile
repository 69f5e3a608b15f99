# The bot as a container. `docker build .` gives the slim one, without machine translation; with it:
# `docker build --target translate .`

FROM python:3.12-slim-bookworm AS build
# Wheels only: nothing is compiled here, and nothing can be in what is shipped.
ENV PIP_NO_CACHE_DIR=1 PIP_ONLY_BINARY=:all: PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY bot/__init__.py bot/__init__.py
COPY faq faq
COPY translations translations
# What rarely changes first: a changed answer then builds in seconds.
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
        > /requirements.txt \
    && /venv/bin/pip install --requirement /requirements.txt
COPY bot bot
RUN /venv/bin/pip install --no-deps /source && /venv/bin/pip uninstall --yes pip

FROM build AS build-translate
# pip was taken out of what is shipped; the image's own installs into it. Argos without torch: see docs/translation.md.
RUN pip --python /venv/bin/python install '/source[argos]' \
    && pip --python /venv/bin/python install --no-deps 'argostranslate==1.11.*'

FROM python:3.12-slim-bookworm AS base
RUN groupadd --system --gid 10001 bot \
    && useradd --system --uid 10001 --gid 10001 --home-dir /app --shell /usr/sbin/nologin bot \
    && install --directory --owner bot --group bot --mode 0700 /app /app/data
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HTTP_HOST=0.0.0.0 HTTP_PORT=8080
COPY faq faq
COPY translations translations
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
COPY --from=build-translate /venv /venv
ENV XDG_CACHE_HOME=/app/data/cache XDG_CONFIG_HOME=/app/data/config XDG_DATA_HOME=/app/data/share

# Last, so that it is what `docker build .` makes.
FROM base AS slim
COPY --from=build /venv /venv
