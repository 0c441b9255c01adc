# syntax=docker/dockerfile:1
# Node's own image: the npm package `node` is a tool of development here, and is not installed below.
FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY index.html tsconfig.json vite.config.ts ./
COPY public public
COPY src src
RUN node src/server/build.ts

FROM node:26-slim
ENV NODE_ENV=production \
    HEADROOM_HOST=0.0.0.0 \
    HEADROOM_DATA=/data/headroom \
    HEADROOM_EXAMPLE=off
WORKDIR /app
COPY package.json package-lock.json ./
# Packages that only stand beside others (test runners of libraries) are not needed to run.
RUN npm ci --omit=dev --omit=peer --omit=optional --ignore-scripts --no-audit --no-fund \
    && npm cache clean --force \
    && install -d -m 0700 -o node -g node /data
COPY --from=build /app/dist/web dist/web
COPY src/api src/api
COPY src/server src/server
COPY src/shared src/shared
USER node
# For the embedded database; with DATABASE_URL nothing is kept here.
VOLUME /data
EXPOSE 4280
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEADROOM_PORT || 4280}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "src/server/start.ts"]
