// A customer's e-mail, and what an assistant makes of it: one call.

export const EMAIL = `
     From: Dana Whitfield, Acme Manufacturing
     Hi, our PO 4471: 48 Trailhead polos in navy (12 S, 20 M, 16 L) at 24.50 with our logo on the
     left chest as last time (digitizing 45 once), and 200 Glide pens in blue at 0.895.
     Ship to Ana Bell, 1 Main Street, Dayton OH 45402, by December 18. Thanks, Dana`;

export const emailOrder = {
  client_id: 4101,
  new_job: { description: 'Navy polos and pens, PO 4471', estimated_delivery_date: deliveryDay() },
  sales_order: {
    customer_order_number: '4471',
    description: 'Navy polos and pens',
    ship_to: {
      business_name: 'Acme Manufacturing',
      first_name: 'Ana',
      last_name: 'Bell',
      address1: '1 Main Street',
      city: 'Dayton',
      state: 'OH',
      zip: '45402',
      country: 'US',
    },
    products: [
      {
        description: 'Trailhead Performance Polo',
        sku: 'CAS4410',
        supplier: 'Cascade Apparel Supply',
        price_value: 24.5,
        cost_value: 14.2,
        colors: [
          {
            color: 'Navy',
            sizes: [
              { size: 'S', quantity: 12 },
              { size: 'M', quantity: 20 },
              { size: 'L', quantity: 16 },
            ],
          },
        ],
        decoration: [{ method: 'Embroidery', location: 'Left Chest' }],
        charges: [{ type: 'SetupCharge', description: 'Digitizing', quantity: 1, price_value: 45 }],
      },
      { description: 'Glide pen, blue', quantity: 200, price_value: 0.895, cost_value: 0.41 },
    ],
  },
};

/** The e-mail's December 18, in the year in which it still lies ahead. */
function deliveryDay() {
  const today = new Date().toISOString().slice(0, 10);
  const year = Number(today.slice(0, 4));
  return `${today.slice(5) > '12-18' ? year + 1 : year}-12-18`;
}
