import type { Route } from './route.js';

/** Reference lists do not page, and each has the shape that was seen for it. */
export const referenceRoutes: readonly Route[] = [
  { method: 'GET', path: '/crm/client-groups', run: ({ data }) => ({ status: 200, body: data.clientGroups }) },
  {
    method: 'GET',
    path: '/crm/payment-terms',
    run: ({ data }) => ({ status: 200, body: { payment_terms: data.paymentTerms } }),
  },
  {
    method: 'GET',
    path: '/orders/product-indices',
    run: ({ data }) => ({
      status: 200,
      body: { product_indices: data.productIndices, total_results: data.productIndices.length },
    }),
  },
  { method: 'GET', path: '/orders/suppliers', run: ({ data }) => ({ status: 200, body: data.suppliers }) },
];
