/* SMS through the API that README.md describes: pure functions, the host makes the requests. */
#include <herald/json.h>
#include <stdio.h>
#include <stdlib.h>

HERALD_PLUGIN_NOTE(
    "{\"id\":\"org.example.acme\",\"provider\":\"acme\",\"version\":\"1.0.0\",\"name\":\"Acme\","
    "\"concurrent\":true,\"interfaces\":[\"herald.config/1\",\"herald.provider.http/1\"]}",
    0);

/* One instance keeps nothing but the host's cryptography. */
struct herald_instance {
  const herald_crypto* crypto;
};

static herald_status put(const herald_sink* sink, const herald_sink* err, const char* text) {
  const herald_str piece = {text, strlen(text)};
  return herald_put(sink, err, &piece, 1);
}

/* A failure with its reason. */
static herald_status fail(const herald_sink* err, const char* reason) {
  put(err, NULL, reason);
  return HERALD_FAILED;
}

/* Where a call's output goes. */
struct outputs {
  const herald_sink *json, *err;
};

static herald_status verdict(struct outputs to, const char* kind, int status, const char* more) {
  char text[200];
  snprintf(text, sizeof text, "{\"verdict\":{\"kind\":\"%s\",\"code\":\"http_%d\",\"text\":\"http_%d\"%s}}",
           kind, status, status, more);
  return put(to.json, to.err, text);
}

/* What an operator fills in. */
static herald_status schema(herald_instance* self, const herald_sink* json, const herald_sink* err) {
  (void)self;
  return put(json, err, "{\"type\":\"object\",\"additionalProperties\":false}");
}
static herald_status validate(herald_instance* self, const herald_str* account, const herald_sink* problems,
                              const herald_sink* err) {
  (void)self, (void)account;
  return put(problems, err, "[]");
}

static herald_status descriptor(herald_instance* self, const herald_sink* json, const herald_sink* err) {
  (void)self;
  return put(json, err,
             "{\"provider\":\"acme\",\"channels\":[\"SMS\"],\"message_types\":{\"SMS\":[\"TEXT\"]},"
             "\"ops\":[\"send\",\"webhook\"],\"address_kind\":{\"SMS\":\"phone\"},"
             "\"limits\":{\"SMS\":{\"text_chars\":1600}},\"account_required\":[\"api_url\",\"auth_token\"],"
             "\"options_schema\":{\"type\":\"object\"},\"egress_hosts\":[],\"late_bounce\":false,"
             "\"idempotency_key\":false,\"lookup\":false,\"default_rate_per_second\":10,"
             "\"signature\":\"X-Sandbox-Signature: t=<seconds>,v1=<hex HMAC-SHA256(auth_token, t.body)>\"}");
}

/* Texts stay as they stand in the input: what is right in one JSON text is right in another. */
static herald_status plan_send(const herald_provider_args* args, const herald_sink* json,
                               const herald_sink* bytes, const herald_sink* err) {
  const herald_str message = herald_json_member(args->input, "message");
  const herald_str callback = herald_json_inside(herald_json_member(args->input, "callback_url"));
  const herald_str url = herald_json_inside(herald_json_member(args->account, "api_url"));
  const herald_str token = herald_json_inside(herald_json_member(args->account, "auth_token"));
  const herald_str body[] = {HERALD_LITERAL("{\"to\":\""),
                             herald_json_inside(herald_json_member(message, "to")),
                             HERALD_LITERAL("\",\"text\":\""),
                             herald_json_inside(herald_json_member(message, "text")),
                             HERALD_LITERAL("\",\"client_ref\":\""),
                             herald_json_inside(herald_json_member(message, "attempt_ref")),
                             HERALD_LITERAL("\",\"callback_url\":\""),
                             callback,
                             HERALD_LITERAL("\"}")};
  uint64_t size = 0;
  char length[32];
  if (message.len == 0 || url.len == 0) return fail(err, "expected a message and an account with api_url");
  if (token.len > 0 && memchr(token.data, '\\', token.len) != NULL)
    return fail(err, "expected auth_token without quotes, backslashes and line breaks");
  for (size_t i = 0; i < sizeof body / sizeof *body; ++i) size += body[i].len;
  snprintf(length, sizeof length, "%llu", (unsigned long long)size);
  const herald_str plan[] = {HERALD_LITERAL("{\"request\":{\"method\":\"POST\",\"commits\":true,\"url\":\""),
                             url,
                             HERALD_LITERAL("/v1/messages\",\"headers\":[[\"Authorization\",\"Bearer "),
                             token,
                             HERALD_LITERAL("\"],[\"Content-Type\",\"application/json\"]],"
                                            "\"body\":[{\"range\":{\"off\":0,\"len\":"),
                             {length, strlen(length)},
                             HERALD_LITERAL("}}]}}")};
  if (herald_put(bytes, err, body, sizeof body / sizeof *body) != HERALD_OK) return HERALD_SINK_FULL;
  return herald_put(json, err, plan, sizeof plan / sizeof *plan);
}

/* A sink of fixed size, and one that keeps nothing. */
struct digest {
  char bytes[32];
  size_t len;
};
static int32_t take(void* ctx, const char* data, uint64_t len) {
  struct digest* const to = ctx;
  if (len > sizeof to->bytes - to->len) return 1;
  memcpy(to->bytes + to->len, data, len);
  to->len += len;
  return 0;
}

static int32_t ignore(void* ctx, const char* data, uint64_t len) {
  (void)ctx, (void)data, (void)len;
  return 0;
}

/* Hex digits of HMAC-SHA256(key, stamp + "." + body); 0 when it cannot be made. */
static int sign(const herald_crypto* crypto, const herald_str* key, const herald_str* stamp,
                const herald_str* body, char hex[65]) {
  struct digest digest = {{0}, 0};
  const herald_sink out = {sizeof out, 0, &digest, take}, nowhere = {sizeof nowhere, 0, &digest, ignore};
  char* const text = malloc(stamp->len + 1 + body->len);
  if (text == NULL) return 0;
  memcpy(text, stamp->data, stamp->len);
  text[stamp->len] = '.';
  if (body->len > 0) memcpy(text + stamp->len + 1, body->data, body->len);
  const herald_str data = {text, stamp->len + 1 + body->len};
  const herald_status status = crypto->hmac(HERALD_HASH_SHA256, key, &data, &out, &nowhere);
  free(text);
  for (size_t i = 0; i < digest.len; ++i)
    snprintf(hex + 2 * i, 3, "%02x", (unsigned)(unsigned char)digest.bytes[i]);
  return status == HERALD_OK && digest.len == sizeof digest.bytes;
}

/* X-Sandbox-Signature: t=<unix seconds>,v1=<64 hex digits>, good for five minutes. */
static int is_genuine(const herald_crypto* crypto, const herald_provider_args* args) {
  char text[128], key_room[512], hex[65];
  int64_t now = 0, seconds = 0;
  const herald_str request = herald_json_member(args->input, "request");
  const herald_str header = herald_json_header(herald_json_member(request, "headers"), "X-Sandbox-Signature");
  const herald_str secret = herald_json_member(args->account, "auth_token");
  const herald_str given = herald_json_text(header, text, sizeof text);
  const herald_str key = herald_json_text(secret, key_room, sizeof key_room);
  if (given.len < 2 + 4 + 64 || key.len == 0) return 0;
  const herald_str stamp = {text + 2, given.len - (2 + 4 + 64)}, mac = {text + given.len - 64, 64},
                   made = {hex, 64};
  if (memcmp(text, "t=", 2) != 0 || memcmp(mac.data - 4, ",v1=", 4) != 0) return 0;
  if (!herald_json_integer(stamp, &seconds) || !sign(crypto, &key, &stamp, &args->input_bytes, hex)) return 0;
  herald_json_integer(herald_json_member(args->input, "now_ms"), &now);
  return crypto->equal(&made, &mac) == 1 && llabs(now / 1000 - seconds) <= 300;
}

/* One event of the provider as a receipt; words that say nothing final are left out. */
static herald_status put_receipt(struct outputs to, herald_str event, int* count) {
  const herald_str status = herald_json_inside(herald_json_member(event, "status"));
  const herald_str delivered = HERALD_LITERAL("DELIVERED"), failed = HERALD_LITERAL("FAILED");
  const int good = herald_equals(status, "delivered");
  const herald_str piece[] = {HERALD_LITERAL(",{\"kind\":\"receipt\",\"state\":\""),
                              good ? delivered : failed,
                              HERALD_LITERAL("\",\"dedupe_key\":\""),
                              herald_json_inside(herald_json_member(event, "event_id")),
                              HERALD_LITERAL("\",\"provider_id\":\""),
                              herald_json_inside(herald_json_member(event, "message_id")),
                              HERALD_LITERAL("\",\"attempt_ref\":\""),
                              herald_json_inside(herald_json_member(event, "client_ref")),
                              HERALD_LITERAL("\"}")};
  herald_str pieces[sizeof piece / sizeof *piece];
  if (!good && !herald_equals(status, "failed")) return HERALD_OK;
  memcpy(pieces, piece, sizeof piece);
  if ((*count)++ == 0) ++pieces[0].data, --pieces[0].len; /* no comma before the first */
  return herald_put(to.json, to.err, pieces, sizeof pieces / sizeof *pieces);
}

static herald_status plan_webhook(const herald_instance* self, const herald_provider_args* args,
                                  struct outputs to) {
  if (!is_genuine(self->crypto, args))
    return put(to.json, to.err,
               "{\"verdict\":{\"kind\":\"refused\",\"code\":\"bad_signature\",\"text\":\"expected a fresh "
               "X-Sandbox-Signature made with auth_token\"}}");
  herald_str events = herald_json_member(herald_json_read(args->input_bytes), "events"), event;
  herald_status status = put(to.json, to.err, "{\"verdict\":{\"kind\":\"events\",\"events\":[");
  for (int count = 0; status == HERALD_OK && herald_json_next(&events, &event);)
    status = put_receipt(to, event, &count);
  return status == HERALD_OK ? put(to.json, to.err, "]}}") : status;
}

static herald_status plan(herald_instance* self, herald_call* call, const herald_provider_args* args,
                          const herald_sink* json, const herald_sink* bytes, const herald_sink* err) {
  (void)call;
  if (herald_equals(args->op, "send")) return plan_send(args, json, bytes, err);
  if (herald_equals(args->op, "webhook")) return plan_webhook(self, args, (struct outputs){json, err});
  return put(
      json, err,
      "{\"verdict\":{\"kind\":\"rejected\",\"class\":\"unsupported\",\"code\":\"op\",\"text\":\"op\"}}");
}

static herald_status accepted(struct outputs to, herald_str id) {
  const herald_str pieces[] = {
      HERALD_LITERAL("{\"verdict\":{\"kind\":\"accepted\",\"ids\":{\"provider_id\":\""), id,
      HERALD_LITERAL("\"}}}")};
  return herald_put(to.json, to.err, pieces, sizeof pieces / sizeof *pieces);
}

static herald_status rate_limited(struct outputs to, herald_str headers) {
  char more[80];
  int64_t seconds = 0;
  const herald_str wait = herald_json_inside(herald_json_header(headers, "Retry-After"));
  if (!herald_json_integer(wait, &seconds) || seconds < 1 || seconds > 86400) seconds = 1;
  snprintf(more, sizeof more, ",\"scope\":\"account\",\"after_ms\":%lld", (long long)seconds * 1000);
  return verdict(to, "rate_limited", 429, more);
}

static herald_status on_response(herald_instance* self, herald_call* call, const herald_provider_args* args,
                                 const herald_http_response* answer, const herald_sink* json,
                                 const herald_sink* bytes, const herald_sink* err) {
  (void)self, (void)call, (void)args, (void)bytes;
  const struct outputs to = {json, err};
  const int status = answer->status;
  const herald_str id = herald_json_inside(herald_json_member(herald_json_read(answer->body), "id"));
  if (status / 100 == 2 && id.len > 0) return accepted(to, id);
  if (status == 401 || status == 403) return verdict(to, "auth_failed", status, "");
  if (status == 429) return rate_limited(to, answer->headers_json);
  if (status == 500 || status == 503) return verdict(to, "retry", status, ",\"class\":\"provider_down\"");
  if (status / 100 == 4) return verdict(to, "rejected", status, ",\"class\":\"invalid_recipient\"");
  return verdict(to, "unknown", status, "");
}

static herald_status open_instance(const herald_host* host, herald_instance** out, const herald_sink* err) {
  if (host->struct_size < HERALD_HOST_LEAST) return fail(err, "expected a whole host table");
  const herald_crypto* const crypto = host->get_interface(host->host, HERALD_CRYPTO_1);
  if (crypto == NULL || crypto->struct_size < HERALD_CRYPTO_LEAST)
    return fail(err, "expected " HERALD_CRYPTO_1);
  herald_instance* const self = malloc(sizeof *self);
  if (self == NULL) return fail(err, "out of memory");
  self->crypto = crypto;
  *out = self;
  return HERALD_OK;
}
static void close_instance(herald_instance* self) { free(self); }

static const void* get_interface(herald_instance* self, const char* id) {
  static const herald_config config = {sizeof config, 0, schema, validate};
  static const herald_provider_http http = {sizeof http, 0, descriptor, plan, on_response};
  (void)self;
  if (strcmp(id, HERALD_CONFIG_1) == 0) return &config;
  return strcmp(id, HERALD_PROVIDER_HTTP_1) == 0 ? &http : NULL;
}

const herald_entry* herald_plugin_entry_1(void) {
  static const herald_entry entry = {sizeof entry,  HERALD_SDK_TARGET, HERALD_NOTE_MANIFEST,
                                     open_instance, close_instance,    get_interface};
  return &entry;
}
