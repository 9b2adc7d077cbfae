// A receiver in Node that verifies both signatures; without a dependency.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const key = Buffer.from(process.env.RECEIVER_SECRET, "ascii");
const equal = (a, b) => a.length === b.length && timingSafeEqual(a, b);
const fresh = (timestamp) => Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300;

function isOurs(headers, body) {
  const published = "sha256=" + createHmac("sha256", key).update(body).digest("hex");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`;
  const standard = "v1," + createHmac("sha256", key).update(signed).update(body).digest("base64");
  return (
    equal(Buffer.from(published), Buffer.from(headers["x-coffield-signature"] ?? "")) &&
    equal(Buffer.from(standard), Buffer.from(headers["webhook-signature"] ?? "")) &&
    fresh(headers["x-coffield-timestamp"]) &&
    fresh(headers["webhook-timestamp"])
  );
}

const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray());
  if (!isOurs(request.headers, body)) {
    response.writeHead(401).end();
    return;
  }
  const { reference } = JSON.parse(body);
  const reply =
    reference === "ORD-9842"
      ? { ok: true, status: "shipped", summary: "Out for delivery — arrives Tuesday" }
      : { ok: false, error_code: "not_found" };
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(reply));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
