<?php
// A receiver with the six lines of the published page as they stand there, and the advice about old requests.
$YOUR_SIGNING_SECRET = getenv('RECEIVER_SECRET');

$body = file_get_contents('php://input');
$sig = $_SERVER['HTTP_X_COFFIELD_SIGNATURE'] ?? '';
$expected = 'sha256=' . hash_hmac('sha256', $body, $YOUR_SIGNING_SECRET);
if (! hash_equals($expected, $sig)) {
    http_response_code(401); exit;
}

if (abs(time() - (int) ($_SERVER['HTTP_X_COFFIELD_TIMESTAMP'] ?? 0)) > 300) {
    http_response_code(401); exit;
}

$asked = json_decode($body, true);
if ($asked['reference'] !== 'ORD-9842') {
    echo json_encode(['ok' => false, 'error_code' => 'not_found', 'message' => 'No such order.']); exit;
}
// No content type is set, so PHP says text/html; and an empty array becomes [], not {}.
echo json_encode(['ok' => true, 'status' => 'shipped', 'summary' => 'Out for delivery — arrives Tuesday', 'details' => []]);
