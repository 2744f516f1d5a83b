FROM node:lts AS build
WORKDIR /hub
COPY . .
RUN npm ci
RUN npm run build
RUN npm prune --omit=dev
RUN mkdir data

FROM node:lts-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /hub
COPY --from=build /hub/package.json ./
COPY --from=build /hub/node_modules node_modules
COPY --from=build /hub/packages packages
COPY --from=build /hub/dist dist
COPY --from=build /hub/bin bin
# Everything else may be read-only: the hub writes here and to /tmp only.
COPY --from=build --chown=node:node /hub/data /data
VOLUME /data
USER node
EXPOSE 3000 3001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=32", "bin/start.js"]
