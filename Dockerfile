# The gateway over HTTP, without npm and without root. Build it once, mount your configuration:
#
#   docker build -t routewright .
#   docker run -p 8808:8808 -v "$PWD/routewright.config.yaml:/etc/routewright/routewright.config.yaml:ro" \
#     --env-file .env --read-only routewright
#
# Inside a container 127.0.0.1 is the container itself, so it listens on all addresses: the configuration must say who
# may call (`access`), or the gateway refuses to start.

FROM node:24-alpine AS build
WORKDIR /src
COPY package.json package-lock.json ./
# The lock file holds what is installed; scripts of packages are not run, and ours would build before the source is there.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24-alpine
ENV NODE_ENV=production
WORKDIR /app
# The program is one bundle with its libraries: no node_modules.
COPY --from=build /src/package.json /src/LICENSE ./
COPY --from=build /src/dist ./dist
COPY --from=build /src/openapi ./openapi
# The user `node` of the image, by number: Kubernetes can tell from it that this is not root.
USER 1000:1000
EXPOSE 8808
# Alive is not ready: /readyz says whether the tools are there.
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8808/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node as process 1 takes SIGTERM itself: the gateway ends its calls and stops.
ENTRYPOINT ["node", "/app/dist/cli.js"]
CMD ["serve", "/etc/routewright/routewright.config.yaml", "--http", "0.0.0.0:8808"]
