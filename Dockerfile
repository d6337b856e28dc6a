# The hub alone: PostgreSQL is another container's (see docker-compose.yml). Node comes with the image,
# so the packages that bring Node and PostgreSQL to other machines stay out.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

# The console is built with what production does without; its builder is an optional package.
FROM node:24-bookworm-slim AS console
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --include=optional --ignore-scripts
COPY console ./console
COPY src ./src
COPY scripts/build-console.mjs ./scripts/
RUN node scripts/build-console.mjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production SEKISHO_HOST=0.0.0.0
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY scripts/healthcheck.mjs ./scripts/
COPY migrations ./migrations
COPY schemas ./schemas
COPY docs ./docs
COPY src ./src
COPY --from=console /app/console/dist ./console/dist
# Nothing below /app is written to; the root file system may be read-only.
USER node
EXPOSE 6100
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "scripts/healthcheck.mjs"]
ENTRYPOINT ["node", "--disable-proto=delete", "src/bin.mjs"]
CMD ["serve"]
